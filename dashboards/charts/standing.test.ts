import { parseHTML } from 'linkedom';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { total } from '../../catalogue/mode.ts';
import { addMonths, type Period, periodsBetween } from '../../catalogue/period.ts';
import type { Row } from '../answers.ts';
import type { RankedRow } from '../standing-answers.ts';
import type { ChartOptions } from './frame.ts';
import { golden } from './golden.fixture.ts';
import { ledgerChart } from './ledger.ts';
import { lineChart } from './line.ts';
import { roundSizes } from './map-legend.ts';
import { parkMonthsChart, parkMonthsSentence } from './park-months.ts';
import { movedText, type Part, partFigures, partSentence } from './part.ts';
import { type PlacedPart, partnerMap } from './partner-map.ts';
import { rankHistoryChart, rankHistorySentence } from './rank-history.ts';
import { ratesChart } from './rates.ts';
import { squares } from './squares.ts';
import { treemap } from './treemap.ts';

const document = parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
const zh: ChartOptions = { width: 900, language: 'zh', unit: 'wan', document };
const en: ChartOptions = { ...zh, language: 'en' };
const narrow: ChartOptions = { ...zh, width: 350 };
const last = '2026-10' as Period;

function row(cell: Partial<RankedRow>): RankedRow {
  return {
    ...{ indicator: 'trade_value', park: total, mode: total, flow: total, partner: total, chapter: total },
    ...{ period: last, value: '20000000.00', status: 'p', reason: null, coverage: '1.000000', release: 'r' },
    ...{ growth: '0.123000000000', growth_reason: null, share: '0.250000000000', share_reason: null },
    ...{ contribution: '0.031000000000', contribution_reason: null },
    ...{ rank: 1, ranked: 4, rank_month_ago: 1, rank_year_ago: 1, moved_month: 0, moved_year: 0 },
    ...cell,
  };
}

const none = { growth: null, growth_reason: 'BASE_ZERO' } as const;
/** One that grew, one that fell, one without growth; one without a place, one without trade, and what is unknown. */
const partners: readonly PlacedPart[] = [
  { key: 'USA', label: '美国', place: [-98, 39.5], row: row({ partner: 'USA' }) },
  {
    key: 'JPN',
    label: '日本',
    place: [138, 36.2],
    row: row({ partner: 'JPN', value: '5000000.00', growth: '-0.040000000000', rank: 2, moved_month: -1 }),
  },
  {
    key: 'HKG',
    label: '中国香港',
    place: [114.2, 22.3],
    row: row({ partner: 'HKG', value: '800000.00', ...none, rank: 3, moved_month: 2 }),
  },
  {
    key: 'ZAS',
    label: '亚洲其他国家(地区)',
    place: null,
    row: row({ partner: 'ZAS', value: '700000.00', rank: 4 }),
  },
  { key: 'CHL', label: '智利', place: [-71, -33.5], row: row({ partner: 'CHL', value: '0.00', rank: null }) },
  { key: '_U', label: '不详', place: null, row: row({ partner: '_U', value: '600000.00', rank: null }) },
];

const points = (chart: Element) => [...chart.querySelectorAll('g [aria-label]:not(g)')];
const said = (chart: Element) => points(chart).map((point) => point.getAttribute('aria-label'));
const texts = (chart: Element) =>
  [...chart.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');

// A warning of Plot is a chart that does not say what was meant.
beforeEach(() => {
  vi.spyOn(console, 'warn');
});
afterEach(() => {
  expect(console.warn).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

describe('a part in words', () => {
  test('has everything in one breath, its rank with the way that it took', () => {
    expect(partners.slice(0, 3).map((part) => partSentence(part, zh))).toEqual([
      '美国：2,000万元，占25.0%，同比增长12.3%，拉动+3.1个百分点，第1位',
      '日本：500万元，占25.0%，同比下降4.0%，拉动+3.1个百分点，第2位（较上月降1位）',
      '中国香港：80万元，占25.0%，同比基期为零，拉动+3.1个百分点，第3位（较上月升2位）',
    ]);
    expect(partFigures(partners[1] as Part, en)).toBe(
      '日本: 500 (CNY 10,000), 25.0% of all, down 4.0% year on year, contributing +3.1 points',
    );
  });

  test('says why there is no value', () => {
    const part = { key: 'P1', label: '东港', row: row({ value: null, reason: 'MISSING', rank: null }) };
    expect(partSentence(part, zh)).toBe('东港：未报送');
    expect(movedText(null)).toBe('—');
    expect([2, 0, -3].map(movedText)).toEqual(['▲2', '0', '▼3']);
  });
});

describe('the map', () => {
  test.each([
    ['map-zh', zh],
    ['map-en-narrow', { ...en, width: 350 }],
  ] as const)('%s is as it was', async (name, options) => {
    await golden(partnerMap(partners, '贸易伙伴', options), name);
  });

  test('is read by rank, and leaves out what has no place or no trade', () => {
    const chart = partnerMap(partners, '贸易伙伴', zh);
    expect(said(chart).map((one) => one?.split('：')[0])).toEqual(['美国', '日本', '中国香港']);
  });

  test('has areas in proportion to value, and an edge of its own for what fell', () => {
    const [usa, jpn, hkg] = points(partnerMap(partners, '贸易伙伴', zh));
    const radius = (circle: Element | undefined) => Number(circle?.getAttribute('r'));
    expect(radius(usa) ** 2 / radius(jpn) ** 2).toBeCloseTo(4, 1);
    expect(radius(usa) ** 2 / radius(hkg) ** 2).toBeCloseTo(25, 1);
    expect([usa, jpn, hkg].map((circle) => circle?.getAttribute('stroke-dasharray'))).toEqual([
      null,
      '3,2',
      null,
    ]);
  });

  test('names the large ones with the sign of their growth', () => {
    expect(texts(partnerMap(partners, '贸易伙伴', zh))).toEqual(
      expect.arrayContaining(['美国 +12.3%', '日本 −4.0%', '中国香港']),
    );
  });

  test('draws land alone: one shape without an edge, and no line between countries', () => {
    const shapes = [...partnerMap(partners, '贸易伙伴', zh).querySelectorAll('path')];
    expect(shapes).toHaveLength(1);
    expect(shapes[0]?.closest('g')?.getAttribute('stroke') ?? 'none').toBe('none');
  });

  test('without trade is a map all the same', () => {
    const chart = partnerMap([], '', zh);
    expect(points(chart)).toEqual([]);
    expect(chart.outerHTML).not.toMatch(/NaN|Infinity/);
  });

  test.each([
    [3070, [2000, 400, 80]],
    [0.31, [0.2, 0.04, 0.008]],
    [1, [1, 0.2, 0.04]],
    [99, [50, 10, 2]],
  ])('its legend has round sizes up to %d', (max, sizes) => {
    expect(roundSizes(max)).toEqual(sizes);
  });
});

describe('bars', () => {
  const head: Part = { key: 'asia', label: '亚洲', isHead: true, row: row({ value: '6500000.00' }) };
  const parts = [head, ...partners];

  test.each([
    ['bars-value', { ...zh, measure: 'value', ranked: true }],
    ['bars-growth-narrow', { ...narrow, measure: 'growth', ranked: true }],
    [
      'bars-contribution-en',
      { ...en, measure: 'contribution', columns: ['value', 'growth', 'contribution'] },
    ],
  ] as const)('%s are as they were', async (name, options) => {
    await golden(ledgerChart(parts, '伙伴', options), name);
  });

  test('are read from top to bottom, each with all of its figures', () => {
    const chart = ledgerChart(partners, '伙伴', { ...zh, measure: 'value' });
    expect(said(chart)).toEqual(partners.map((part) => partSentence(part, zh)));
  });

  test('of growth are only where there is growth, to the left where it fell', () => {
    const chart = ledgerChart(partners.slice(0, 3), '伙伴', { ...zh, measure: 'growth' });
    const [up, down] = points(chart).map((bar) => ({
      x: Number(bar.getAttribute('x')),
      fill: bar.getAttribute('fill'),
    }));
    expect(points(chart)).toHaveLength(2);
    expect(down?.x).toBeLessThan(up?.x ?? 0);
    expect([up?.fill, down?.fill]).toEqual(['var(--accent, #0f4c9c)', 'var(--warn, #9a3412)']);
    expect(texts(chart)).toEqual(expect.arrayContaining(['+12.3%', '−4.0%', '—']));
  });
});

const months = periodsBetween(addMonths(last, -23), last);
const monthly = (park: string, start: number, gapAt = -1): Row[] =>
  months.map((period, at) =>
    row({
      period,
      park,
      ...(at === gapAt ? { value: null, reason: 'MISSING' } : { value: `${start + at}0000.00` }),
    }),
  );

describe('months of parks', () => {
  const series = [
    { key: 'P1', label: '东港', rows: monthly('P1', 400), growth: '0.059900000000' },
    { key: 'P2', label: '西城', rows: monthly('P2', 100, 5), growth: '-0.100000000000' },
    { key: 'P3', label: '南站', rows: monthly('P3', 10), growth: null },
  ];

  test('are as they were', async () => {
    await golden(parkMonthsChart(series, '各园区', zh), 'months-zh');
    await golden(parkMonthsChart(series, '各园区', narrow), 'months-narrow');
  });

  test('count who grew and name the fastest', () => {
    expect(parkMonthsSentence(series, '园区', zh)).toBe(
      '2024年11月至2026年10月各园区当月值，同一纵轴，万元。2026年10月同比增长1个，下降1个，无增速1个；增长最快：东港 增长6.0%。',
    );
    expect(parkMonthsSentence([], '园区', zh)).toBe('无');
  });

  test('have a point for every month that has a value', () => {
    expect(said(parkMonthsChart(series, '各园区', zh))).toHaveLength(24 + 23 + 24);
    expect(said(parkMonthsChart(series, '各园区', zh))[0]).toBe('东港 2024年11月：400 万元');
  });
});

describe('ranks over months', () => {
  const ranks = months.flatMap((period, at) => [
    row({ period, park: 'P1', rank: at < 12 ? 1 : 2, ranked: 3 }),
    row({ period, park: 'P2', rank: at < 12 ? 2 : 1, ranked: 3 }),
    row({ period, park: 'P3', rank: at < 3 ? null : 3, ranked: 3 }),
  ]);

  test('are as they were', async () => {
    await golden(rankHistoryChart({ rows: ranks, park: 'P1' }, '名次', zh), 'ranks-zh');
  });

  test('say where it stands, best and lowest; a month without a rank is no point', () => {
    expect(rankHistorySentence({ rows: ranks, park: 'P1' }, 'zh')).toBe(
      '2024年11月至2026年10月在3个园区中的名次：现为第2位，期间最高第1位，最低第2位。',
    );
    expect(rankHistorySentence({ rows: ranks, park: 'P9' }, 'en')).toBe('No rank in the months shown.');
    expect(said(rankHistoryChart({ rows: ranks, park: 'P3' }, '名次', zh))).toHaveLength(21);
    expect(said(rankHistoryChart({ rows: ranks, park: 'P1' }, '名次', zh)).at(-1)).toBe(
      '2026年10月：第2位，共3个',
    );
  });
});

test('rates and a single line are as they were, a gap where nothing is known', async () => {
  const rate = (value: string | null, at: number) =>
    row({ period: months[at] as Period, value, reason: value === null ? 'NO_BASE' : null });
  const lines = [
    { key: 'a', label: '报送率', rows: ['1.000000', '0.950000', '1.000000'].map(rate) },
    { key: 'b', label: '按时报送率', rows: ['1.000000', null, '0.900000'].map(rate) },
  ];
  const chart = ratesChart(lines, '报送', zh);
  await golden(chart, 'rates-zh');
  expect(said(chart)).toEqual([
    '报送率 2024年11月：100.0%',
    '报送率 2024年12月：95.0%',
    '报送率 2025年1月：100.0%',
    '按时报送率 2024年11月：100.0%',
    '按时报送率 2025年1月：90.0%',
  ]);
  const line = lineChart(monthly('P1', 10, 3), '走势', { ...zh, height: 200, write: (value) => value });
  await golden(line, 'line-zh');
  expect(said(line)).toHaveLength(23);
});

describe('a treemap', () => {
  const good = (key: string, value: string, more: Partial<RankedRow> = {}) => ({
    ...{ key, label: `${key} 商品`, row: row({ chapter: key, value, ...more }) },
  });
  const groups = [
    {
      ...good('16', '6000000.00', { share: '0.600000000000' }),
      parts: [
        good('84', '2000000.00', { growth: '-0.040000000000' }),
        good('85', '4000000.00'),
        good('86', '0.00'),
      ],
    },
    { ...good('11', '4000000.00', { share: '0.400000000000' }), parts: [good('61', '4000000.00', none)] },
  ];

  test('has areas as large as values, within their groups, and reads the largest first', async () => {
    const chart = treemap(groups, '构成', zh);
    await golden(chart, 'treemap');
    await golden(treemap(groups, 'Goods', { ...en, width: 350 }), 'treemap-narrow');
    expect(said(chart).map((one) => one?.split('：')[0])).toEqual(['85 商品', '84 商品', '61 商品']);
    const area = (at: number) => {
      const of = (name: string) => Number(points(chart)[at]?.getAttribute(name)) + 1;
      return of('width') * of('height');
    };
    expect(area(0) / area(1)).toBeCloseTo(2, 1);
    expect(texts(chart)).toContain('16 商品 60.0%');
  });

  test('fills its room to the last pixel, whatever the weights', () => {
    const room = { x: 3, y: 5, width: 300, height: 200 };
    for (const weights of [
      [1],
      [5, 4, 3, 2, 1],
      [1000, 1, 1, 1],
      Array.from({ length: 97 }, (_, at) => 97 - at),
    ]) {
      const boxes = squares(weights, room);
      const sum = weights.reduce((all, weight) => all + weight, 0);
      for (const [at, box] of boxes.entries())
        expect((box.width * box.height) / 60_000).toBeCloseTo((weights[at] ?? 0) / sum, 9);
      expect(Math.max(...boxes.map(({ x, width }) => x + width))).toBeCloseTo(303, 6);
      expect(Math.max(...boxes.map(({ y, height }) => y + height))).toBeCloseTo(205, 6);
    }
  });
});
