import { expect, it } from 'vitest';
import type { MovedCell } from '../api/collection.ts';
import { impactSentences } from './impact-sentences.ts';

const cell: MovedCell = {
  indicator: 'trade_value',
  park: '_T',
  mode: '9710',
  flow: 'export',
  partner: '_T',
  chapter: '_T',
  section: '_T',
  district: '_T',
  transport: '_T',
  kind: '_T',
  period: '2026-03',
  from: '481200000.00',
  to: '477100000.00',
  delta: '-4100000.00',
  change: '-0.008520',
};
const parks = new Map([['P01', { name_zh: '甲园', name_en: 'Park A' }]]);
const none = { action: 'accept', months: [], moved: 1, cells: [], flips: [], releases: [] } as const;
const said = (...cells: MovedCell[]) => impactSentences({ ...none, moved: cells.length }, cells, parks);

it.each([
  [
    {},
    '9710 出口 2026-03 全市由4.812亿元变为4.771亿元（−0.85 %）',
    '9710 export 2026-03, city: from CNY 481.20 million to CNY 477.10 million (−0.85 %)',
  ],
  [
    { park: 'P01', mode: '_T', flow: '_T', from: '0.00', to: '12345.67', change: null },
    '进出口额 2026-03 甲园由0.00万元变为1.23万元',
    'Trade value 2026-03, Park A: from CNY 0.00 to CNY 12,345.67',
  ],
  [
    { from: null, to: '20000000.00', change: null },
    '9710 出口 2026-03 全市由无数值变为0.200亿元',
    '9710 export 2026-03, city: from no value to CNY 20.00 million',
  ],
  [
    { from: '100.00', to: '1000.00', change: '9.000000' },
    '9710 出口 2026-03 全市由0.01万元变为0.10万元（+900.00 %）',
    '9710 export 2026-03, city: from CNY 100.00 to CNY 1,000.00 (+900.00 %)',
  ],
])('%o is said in words', (rest, zh, en) => {
  expect(said({ ...cell, ...rest })).toEqual([{ zh, en }]);
});

it('says what would block a month, which growth turns, which releases are touched, and that nothing moves', () => {
  const { delta: _delta, change: _change, ...place } = cell;
  const found = {
    ...none,
    moved: 0,
    months: [{ period: '2026-03', release: '2026-03.1', moved: 0, blocked: { zh: '缺汇率', en: 'no rate' } }],
    flips: [{ ...place, transform: 'yoy', from: '0.0041', to: '-0.0043' }],
    releases: ['2026-03.1'],
  } as const;
  expect(impactSentences(found, [], parks).map(({ zh }) => zh)).toEqual([
    '2026-03届时不能发布：缺汇率',
    '9710 出口 2026-03 全市同比由增长0.41 %转为下降0.43 %',
    '涉及已发布的2026-03.1，再次发布时修订',
  ]);
  expect(said()).toEqual([{ zh: '没有数值变动', en: 'No value would change' }]);
  // What is no headline is in the lists only.
  expect(said({ ...cell, partner: 'USA' })).toEqual([]);
});
