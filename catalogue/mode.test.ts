import { expect, test } from 'vitest';
import {
  customsModes,
  flows,
  isLegalPair,
  isPossibleCell,
  kindCode,
  legalPairs,
  parkTypes,
  scopes,
} from './mode.ts';

// The announcements of the General Administration of Customs: 2014-12 (9610), 2014-57 (1210), 2016-75 (1239: bonded
// import outside the pilot cities), 2020-75 (9710 and 9810: B2B export). Retail: 9610, 1210, 1239.
const expected = [
  { mode: '9610', flows: ['import', 'export'], retail: true, from: '2014-02-10' },
  { mode: '1210', flows: ['import', 'export'], retail: true, from: '2014-08-01' },
  { mode: '1239', flows: ['import'], retail: true, from: '2016-12-01' },
  { mode: '9710', flows: ['export'], retail: false, from: '2020-07-01' },
  { mode: '9810', flows: ['export'], retail: false, from: '2020-07-01' },
] as const;
const pairs = expected.flatMap(({ mode, flows }) => flows.map((flow) => `${mode} ${flow}`));

test('the modes are these', () => {
  expect(Object.keys(customsModes).sort()).toEqual(expected.map(({ mode }) => mode).sort());
  for (const { mode, flows, retail, from } of expected)
    expect(customsModes[mode]).toMatchObject({ flows, retail, valid_from: from });
});

test('seven pairs of mode and flow are legal, and no other', () => {
  expect(legalPairs.map(({ mode, flow }) => `${mode} ${flow}`).sort()).toEqual([...pairs].sort());
  for (const mode of [...Object.keys(customsModes), '0110', '1039', '_T', ''])
    for (const flow of [...Object.keys(flows), '_T', 'I', ''])
      expect([mode, flow, isLegalPair(mode, flow)]).toEqual([mode, flow, pairs.includes(`${mode} ${flow}`)]);
});

test.each([
  ['_T', '_T', true],
  ['_T', 'import', true],
  ['_T', 'export', true],
  ['9610', '_T', true],
  ['9610', 'import', true],
  ['1239', '_T', true],
  ['1239', 'import', true],
  ['1239', 'export', false],
  ['9710', 'import', false],
  ['9810', 'import', false],
  ['9810', 'export', true],
  ['0110', '_T', false],
  ['_T', 'I', false],
])('a cell of mode %s and flow %s is possible: %s', (mode, flow, possible) => {
  expect(isPossibleCell(mode, flow)).toBe(possible);
});

test.each([
  ['all', '9610 import, 9610 export, 1210 import, 1210 export, 1239 import, 9710 export, 9810 export'],
  ['retail', '9610 import, 9610 export, 1210 import, 1210 export, 1239 import'],
  ['retail_import', '9610 import, 1210 import, 1239 import'],
  ['retail_export', '9610 export, 1210 export'],
  ['bonded_import', '1210 import, 1239 import'],
] as const)('%s is %s', (scope, expected) => {
  const named = scopes[scope].map(({ mode, flow }) => `${mode} ${flow}`);
  expect(named.sort()).toEqual(expected.split(', ').sort());
});

test.each([
  ['retail_import', '_T', '_T', true],
  ['retail_import', '_T', 'export', false],
  ['retail_import', '9610', '_T', true],
  ['retail_import', '9610', 'export', false],
  ['retail_import', '9710', '_T', false],
  ['bonded_import', '9610', 'import', false],
  ['bonded_import', '1239', 'import', true],
  ['retail_export', '1239', '_T', false],
  ['retail', '_T', 'export', true],
] as const)('in scope %s a cell of mode %s and flow %s is possible: %s', (scope, mode, flow, possible) => {
  expect(isPossibleCell(mode, flow, scope)).toBe(possible);
});

test('a kind of tenant is known by its Chinese name, and no other word', () => {
  expect(kindCode('海外仓')).toBe('warehouse');
  expect(() => kindCode('merchant')).toThrow('merchant');
});

test('park types are the three of the standard', () => {
  expect(Object.values(parkTypes).map(({ zh }) => zh)).toEqual([
    '产业聚集型',
    '仓储物流型',
    '监管作业场所型',
  ]);
});
