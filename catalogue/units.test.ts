import { expect, test } from 'vitest';
import { codeLists } from './codes.ts';
import { measures, unitFactors } from './units.ts';

const codes = codeLists.unit.map(({ code }) => code);
const factors = unitFactors(codes);
const factor = (from: string, to: string) => {
  const found = factors.filter(({ from_unit, to_unit }) => from_unit === from && to_unit === to);
  return found.map(({ numerator, denominator }) => [numerator, denominator]);
};

test.each([
  ['克', '千克', '036', '035', [[1, 1000]]],
  ['吨', '千克', '070', '035', [[1000, 1]]],
  ['克拉', '克', '084', '036', [[1, 5]]],
  ['斤', '千克', '075', '035', [[1, 2]]],
  ['两', '斤', '080', '075', [[1, 10]]],
  ['市担', '公担', '081', '047', [[1, 2]]],
  ['毫升', '升', '096', '095', [[1, 1000]]],
  ['立方米', '升', '033', '095', [[1000, 1]]],
  ['千升', '立方米', '063', '033', [[1, 1]]],
  ['千米', '米', '147', '030', [[1000, 1]]],
  ['件', '件', '011', '011', [[1, 1]]],
  ['个', '件', '007', '011', []],
  ['千个', '个', '054', '007', []],
  ['千克', '升', '035', '095', []],
  ['磅', '千克', '076', '035', []],
] as const)('%s in %s', (from, to, a, b, expected) => {
  const named = (code: string) => codeLists.unit.find((one) => one.code === code)?.zh;
  expect([named(a), named(b)]).toEqual([from, to]);
  expect(factor(a, b)).toEqual(expected);
});

test('every measure is of units that customs has, and there and back is the same', () => {
  for (const unit of Object.values(measures).flatMap(Object.keys)) expect(codes).toContain(unit);
  for (const { from_unit, to_unit, numerator, denominator } of factors)
    expect(factor(to_unit, from_unit)).toEqual([[denominator, numerator]]);
});
