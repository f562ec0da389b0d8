import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dimensionCodes } from './codes.ts';
import {
  type Detail,
  type Dimension,
  details,
  type Indicator,
  indicatorIds,
  indicators,
  transformsOf,
} from './indicators.ts';
import type { Period } from './period.ts';
import { queryParameters, stateOf } from './query-language/address.ts';
import { hasPart, isPossible } from './query-language/gather.ts';
import { parseLine } from './query-language/parse.ts';
import {
  type Chosen,
  firstState,
  normalState,
  type PeriodChoice,
  type QueryState,
  type Vintage,
} from './query-language/state.ts';
import { suggest } from './query-language/suggest.ts';
import { readWhole } from './query-language/time.ts';
import { vocabularyOf } from './query-language/vocabulary.ts';
import { writeLine } from './query-language/write.ts';

const parks = [
  { park_id: 'S1', name_zh: '江北服装产业园', name_en: 'Jiangbei Apparel Cluster' },
  { park_id: 'S3', name_zh: '空港物流园', name_en: 'Airport Logistics Park' },
];
const vocabulary = vocabularyOf(parks, '2026-10' as Period);
const understood = (line: string) => parseLine(line, vocabulary);
const range = (from: string, to: string | null): PeriodChoice => ({
  kind: 'range',
  from: from as Period,
  to: to as Period | null,
});

test.each<[string, Partial<QueryState>]>([
  [
    'S3 9710 出口 2024至今 按月 同比',
    {
      select: { park: ['S3'], mode: ['9710'], flow: ['export'] },
      period: range('2024-01', null),
      transform: 'yoy',
    },
  ],
  [
    '进出口额 各园区 9610 最近12个月',
    { indicator: 'trade_value', select: { park: '*', mode: ['9610'] }, period: { kind: 'last', months: 12 } },
  ],
  [
    '单量 按监管方式 2025年1-6月 累计同比',
    {
      indicator: 'declarations',
      select: { mode: '*' },
      period: range('2025-01', '2025-06'),
      transform: 'ytd_yoy',
    },
  ],
  [
    'trade value by partner top 10 export 2026 yoy',
    {
      indicator: 'trade_value',
      select: { flow: ['export'], partner: '*' },
      period: range('2026-01', '2026-12'),
      transform: 'yoy',
      top: 10,
    },
  ],
  [
    'Ｓ３　９７１０　出口　２０２４至今',
    { select: { park: ['S3'], mode: ['9710'], flow: ['export'] }, period: range('2024-01', null) },
  ],
  [
    's3园区9710出口近两年同比',
    {
      select: { park: ['S3'], mode: ['9710'], flow: ['export'] },
      period: { kind: 'last', months: 24 },
      transform: 'yoy',
    },
  ],
  [
    '空港物流园 客单价 二〇二五年一月至六月',
    { indicator: 'average_ticket', select: { park: ['S3'] }, period: range('2025-01', '2025-06') },
  ],
  [
    '近十二个月 出口额 前十 按国家',
    { select: { flow: ['export'], partner: '*' }, period: { kind: 'last', months: 12 }, top: 10 },
  ],
  [
    '美国、德国、日本 出口 今年以来 累计',
    {
      select: { flow: ['export'], partner: ['DEU', 'JPN', 'USA'] },
      period: range('2026-01', null),
      transform: 'ytd',
    },
  ],
  [
    '61章 62章 出口 2025Q1 环比',
    {
      select: { flow: ['export'], chapter: ['61', '62'] },
      period: range('2025-01', '2025-03'),
      transform: 'mom',
    },
  ],
  [
    '各园区 占比 2026年9月 版本2026-10-15',
    { select: { park: '*' }, period: range('2026-09', '2026-09'), transform: 'share', vintage: '2026-10-15' },
  ],
  ['退货率 去年 首发值', { indicator: 'return_rate', period: range('2025-01', '2025-12'), vintage: 'first' }],
  ['进出口额 历年1-2月 按园区', { select: { park: '*' }, calendar: [1, 2] }],
  [
    '关区:0101 进口 最近一年',
    { select: { flow: ['import'], district: ['0101'] }, period: { kind: 'last', months: 12 } },
  ],
  [
    'exports by park since 2025-03 year to date',
    { select: { park: '*', flow: ['export'] }, period: range('2025-03', null), transform: 'ytd' },
  ],
  [
    'imports jan-jun 2025 mom',
    { select: { flow: ['import'] }, period: range('2025-01', '2025-06'), transform: 'mom' },
  ],
  [
    '累计 出口 同比 2025-11至2026-03',
    { select: { flow: ['export'] }, period: range('2025-11', '2026-03'), transform: 'ytd_yoy' },
  ],
  ['2025年11月至2026年3月', { period: range('2025-11', '2026-03') }],
  ['2024-2025年', { period: range('2024-01', '2025-12') }],
  ['上半年 出口', { select: { flow: ['export'] }, period: range('2026-01', '2026-06') }],
  ['新增企业 按园区 全部月份', { indicator: 'new_tenants', select: { park: '*' }, period: { kind: 'all' } }],
])('%s', (line, expected) => {
  const { state, chips } = understood(line);
  expect(state).toEqual({ ...firstState, ...expected });
  expect(chips.filter(({ problem, meanings }) => problem || meanings.length === 0)).toEqual([]);
});

test('what is not known is told, with what looks like it, and the rest is understood', () => {
  const { chips, state } = understood('S9 同北 出口 2025年');
  const unknown = chips.filter(({ meanings }) => meanings.length === 0);
  expect(unknown.map(({ text }) => text)).toEqual(['S9', '同北']);
  expect(unknown[0]?.near).toEqual(expect.arrayContaining(['s1', 's3']));
  expect(unknown[1]?.near[0]).toBe('同比');
  expect(state).toEqual({ ...firstState, select: { flow: ['export'] }, period: range('2025-01', '2025-12') });
  const wrong = understood('关区:0999').chips[0];
  expect(wrong?.meanings).toEqual([]);
  expect(wrong?.near.length).toBeGreaterThan(0);
});

test('a word that may be several things offers the others', () => {
  const [bare] = understood('61').chips;
  expect(bare?.meanings).toEqual([{ kind: 'code', dimension: 'chapter', code: '61' }]);
  const [trade] = understood('进出口 最近12个月').chips;
  expect(trade?.choices).toEqual([[{ kind: 'breakdown', dimension: 'flow' }]]);
  const [eleven] = understood('11').chips;
  expect(eleven?.choices).toEqual([[{ kind: 'code', dimension: 'section', code: '11' }]]);
});

test.each([
  ['退货率 累计同比', '累计同比', '没有累计同比'],
  ['报送率 按国家', '按国家', '不按国家（地区）分组'],
  ['9710 进口', '进口', '没有这种监管方式与进出口的组合'],
  ['按国家 61章', '61章', '不能同时分组'],
  ['出口额 前10', '前10', '请先写按什么分组'],
  ['进出口额 占比', '占比', '需要写明可相加的分组'],
  ['单量 出口额', '单量', '以后面的为准'],
])('%s: “%s” does not fit', (line, word, why) => {
  const chip = understood(line).chips.find(({ text }) => text === word);
  expect(chip?.problem?.zh).toContain(why);
});

test('chips tell where they stand in the line as it was written', () => {
  const line = '　Ｓ３，9710出口；2024 至今';
  const { chips } = understood(line);
  expect(chips.map(({ from, to }) => line.slice(from, to))).toEqual(['Ｓ３', '9710', '出口', '2024 至今']);
});

test('numbers in Chinese', () => {
  expect(['十', '十二', '二十', '三十六', '两', '二〇二五', '一百二十', '一百零八'].map(readWhole)).toEqual([
    10, 12, 20, 36, 2, 2025, 120, 108,
  ]);
});

test('words are offered while one types', () => {
  const texts = (line: string) => suggest(line, line.length, vocabulary).map(({ text }) => text);
  expect(texts('出口 累')[0]).toBe('累计');
  expect(texts('空港')).toContain('空港物流园');
  expect(texts('S')).toContain('S3');
  expect(texts('')).toEqual([]);
  expect(suggest('出口 美国', 5, vocabulary)[0]).toMatchObject({ from: 3, to: 5 });
});

const month = fc
  .tuple(fc.integer({ min: 2015, max: 2030 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}` as Period);
const period: fc.Arbitrary<PeriodChoice> = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  fc.integer({ min: 1, max: 999 }).map((months) => ({ kind: 'last', months }) as const),
  fc.tuple(month, fc.option(month)).map(([a, b]): PeriodChoice => {
    const [from, to] = b !== null && b < a ? [b, a] : [a, b];
    return { kind: 'range', from, to };
  }),
);
const vintage: fc.Arbitrary<Vintage> = fc.oneof(
  fc.constantFrom<Vintage>('latest', 'first'),
  fc
    .tuple(month, fc.integer({ min: 1, max: 28 }))
    .map(([at, day]) => `${at}-${String(day).padStart(2, '0')}` as Vintage),
);
const codesOf = (dimension: Dimension) => [
  '_T',
  ...(dimension === 'park'
    ? parks.map(({ park_id }) => park_id)
    : dimensionCodes[dimension].map(({ code }) => code)),
];
const state = fc.constantFrom(...indicatorIds).chain((indicator): fc.Arbitrary<QueryState> => {
  const entry: Indicator = indicators[indicator];
  const chosen = (dimension: Dimension) =>
    fc.option(
      fc.oneof(
        fc.constant('*' as const),
        fc.uniqueArray(fc.constantFrom(...codesOf(dimension)), { minLength: 1, maxLength: 3 }),
      ),
      { nil: undefined },
    );
  const offered = entry.breakdowns.filter((one) => !details.includes(one as Detail));
  const detail = entry.breakdowns.filter((one) => details.includes(one as Detail));
  const select = fc
    .tuple(
      fc.record(Object.fromEntries(offered.map((one) => [one, chosen(one)]))),
      detail.length
        ? fc.constantFrom(...detail).chain((one) => chosen(one).map((codes) => ({ [one]: codes })))
        : fc.constant({}),
    )
    .map(([crossed, more]) => ({ ...crossed, ...more }) as QueryState['select'])
    .filter(({ mode, flow }) => {
      const each = (codes: Chosen | undefined) => (codes === undefined || codes === '*' ? [] : codes);
      return (
        each(mode).every((code) => isPossible({ mode: [code] }, entry)) &&
        each(flow).every((code) => isPossible(mode ? { mode, flow: [code] } : { flow: [code] }, entry))
      );
    });
  return fc
    .record({
      indicator: fc.constant(indicator),
      select,
      period,
      calendar: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 })),
      transform: fc.constantFrom(...transformsOf(indicator)),
      top: fc.option(fc.integer({ min: 1, max: 100 })),
      vintage,
    })
    .map(normalState)
    .filter(
      ({ transform, select: one }) =>
        (transform !== 'share' && transform !== 'contribution') || hasPart(indicator, one),
    );
});

test.each(['zh', 'en'] as const)(
  'a question written as a line (%s) or as an address is the same question',
  (language) => {
    fc.assert(
      fc.property(state, (one) => {
        const line = writeLine(one, vocabulary, language);
        expect({ line, state: understood(line).state }).toEqual({ line, state: one });
        expect(stateOf(queryParameters(one))).toEqual(one);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  },
);

test('a code that can hold no value is told, in whatever order it stands', () => {
  for (const line of ['汇总申报清单数 进口 出口', '汇总申报清单数 出口 进口']) {
    const { chips, state: found } = understood(line);
    expect(found.select.flow).toEqual(['export']);
    expect(chips.filter(({ problem }) => problem !== null)).toHaveLength(1);
  }
});

test('any text is understood in some way, and never twice differently', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (line) => {
      const { chips, state: found } = understood(line);
      expect(normalState(found)).toEqual(found);
      for (const { from, to, text } of chips) expect(line.slice(from, to)).toBe(text);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});
