import { parseHTML } from 'linkedom';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period, parsePeriod, periodsBetween } from '../catalogue/period.ts';
import type { Park, Row } from './answers.ts';
import { type ChartOptions, roundTicks, spread } from './charts/frame.ts';
import { golden } from './charts/golden.fixture.ts';
import { monthTick, monthTicks } from './charts/months.ts';
import { parksChart, parksDescription, parksTable } from './charts/parks.ts';
import { partnersChart, partnersTable } from './charts/partners.ts';
import { sparkline } from './charts/sparkline.ts';
import { dataTable } from './charts/table.ts';
import { trendChart, trendDescription, trendTable } from './charts/trend.ts';

const document = parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
const zh: ChartOptions = { width: 800, language: 'zh', unit: 'yi', document };
const en: ChartOptions = { ...zh, language: 'en' };

const period = (text: string) => parsePeriod(text) as Period;
const last = period('2026-10');

function row(cell: Partial<Row>): Row {
  const blank = { park: total, mode: total, flow: total, partner: total, chapter: total };
  return {
    indicator: 'trade_value',
    ...blank,
    period: last,
    value: '100000000.00',
    status: 'p',
    reason: null,
    coverage: '1.000000',
    release: '2026-10.1',
    ...cell,
  };
}

/** 24 months of two modes a hair apart, one mode that stops, and the total. */
const trendRows = periodsBetween(addMonths(last, -23), last).flatMap((month, index) => [
  row({ period: month, mode: '9610', value: `${130 + index}000000.00` }),
  row({ period: month, mode: '9810', value: `${131 + index}000000.00` }),
  ...(index < 10 ? [row({ period: month, mode: '1239', value: '5000000.00' })] : []),
  row({ period: month, mode: total, value: `${270 + 2 * index}000000.00` }),
]);

const texts = (chart: Element) => [...chart.querySelectorAll('text')].map((text) => text.textContent ?? '');
const marks = (chart: Element, kind: string, shape: string) => [
  ...chart.querySelectorAll(`g[aria-label="${kind}"] ${shape}`),
];

function drawnWell(chart: Element): void {
  expect(chart.tagName.toLowerCase()).toBe('svg');
  expect(chart.outerHTML).not.toMatch(/NaN|undefined|null|Infinity/);
}

// A warning of Plot is a chart that does not say what was meant.
beforeEach(() => {
  vi.spyOn(console, 'warn');
});
afterEach(() => {
  expect(console.warn).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

describe('trend', () => {
  test('draws a line per mode, not the total, each named at its end', () => {
    const chart = trendChart(trendRows, { ...zh, height: 320 });
    drawnWell(chart);
    expect(marks(chart, 'line', 'path')).toHaveLength(3);
    expect(texts(chart)).toEqual(
      expect.arrayContaining(['9610 电子商务', '9810 跨境电商出口海外仓', '1239 保税电商A']),
    );
    expect(chart.getAttribute('aria-label')).toBe(
      '2024年11月至2026年10月，当月值，亿元。2026年10月：1239 —，9610 1.53，9810 1.54。',
    );
  });

  test('has Chinese month ticks with the year under January, and English ones', () => {
    const labels = texts(trendChart(trendRows, { ...zh, height: 320 }));
    expect(labels).toEqual(expect.arrayContaining(['1月2025年', '1月2026年', '3月', '9月']));
    const english = texts(trendChart(trendRows, { ...en, height: 320 }));
    expect(english).toEqual(expect.arrayContaining(['Jan2025', 'Jan2026', 'Mar', 'Sep']));
    expect(english.join()).not.toMatch(/\p{Script=Han}/u);
  });

  test('names are at least a line apart however close the lines end', () => {
    const chart = trendChart(trendRows, { ...zh, height: 320 });
    const heights = marks(chart, 'text', 'text').map((label) =>
      Number(/translate\([\d.]+,([\d.]+)\)/.exec(label.getAttribute('transform') ?? '')?.[1]),
    );
    const [first = 0, second = 0, third = 0] = heights.sort((a, b) => a - b);
    expect(second - first).toBeGreaterThanOrEqual(15.9);
    expect(third - second).toBeGreaterThanOrEqual(15.9);
  });

  test('a month without a value is a gap, and a value between two gaps is a dot', () => {
    const rows = [
      row({ period: addMonths(last, -4), mode: '9610' }),
      row({ period: addMonths(last, -3), mode: '9610', value: null, reason: 'MISSING', status: 'x' }),
      row({ period: addMonths(last, -2), mode: '9610' }),
      row({ period: last, mode: '9610' }),
    ];
    const chart = trendChart(rows, { ...zh, height: 320 });
    drawnWell(chart);
    expect(marks(chart, 'line', 'path')[0]?.getAttribute('d')?.match(/M/g)).toHaveLength(3);
    expect(marks(chart, 'dot', 'circle').length).toBeGreaterThanOrEqual(4);
  });

  test('a mode that was zero throughout has no line but a measured zero draws', () => {
    const zero = periodsBetween(addMonths(last, -2), last).map((month) =>
      row({ period: month, mode: '1239', value: '0.00' }),
    );
    const some = zero.map((cell, index) => ({ ...cell, mode: '9610', value: index === 1 ? '0.00' : '7.00' }));
    const chart = trendChart([...zero, ...some], { ...zh, height: 320 });
    drawnWell(chart);
    expect(marks(chart, 'line', 'path')).toHaveLength(1);
  });

  test('nothing, and one month, are drawn too', () => {
    drawnWell(trendChart([], { ...zh, height: 320 }));
    expect(trendDescription([], zh)).toBe('无数据');
    drawnWell(trendChart([row({ mode: '9610' })], { ...zh, height: 320, width: 320 }));
  });

  test('the table is exact, newest month first, with the total', () => {
    const table = trendTable(trendRows, 'zh');
    expect(table.columns).toEqual(['月份', '1239', '9610', '9810', '合计']);
    expect(table.rows[0]).toEqual(['2026年10月', '—', '153,000,000.00', '154,000,000.00', '316,000,000.00']);
    expect(table.rows).toHaveLength(24);
  });

  test('ticks thin out with the width and keep January', () => {
    const months = periodsBetween(period('2024-11'), last);
    expect(monthTicks(months, 1000)).toHaveLength(24);
    expect(monthTicks(months, 240).map((month) => month.slice(5))).toEqual(['01', '07', '01', '07']);
    expect(monthTick(months.slice(3), 'zh')(period('2025-02'))).toBe('2月\n2025年');
    expect(monthTick(months.slice(1), 'zh')(period('2024-12'))).toBe('12月');
  });
});

const parks: readonly Park[] = [
  {
    park_id: 'P1',
    name_zh: '东港',
    name_en: 'East Port',
    type: 'warehouse_logistics',
    district: '东',
    opened_on: '2020-01-01',
  },
  {
    park_id: 'P2',
    name_zh: '西城',
    name_en: 'West Town',
    type: 'industry_cluster',
    district: '西',
    opened_on: '2020-01-01',
  },
  {
    park_id: 'P3',
    name_zh: '南站',
    name_en: '',
    type: 'industry_cluster',
    district: '南',
    opened_on: '2026-01-01',
  },
];
const parkFigures = {
  parks,
  values: [
    row({ park: 'P1', value: '250000000.00' }),
    row({ park: 'P2', value: '80000000.00' }),
    row({ park: 'P3', value: '120000000.00' }),
    row({ value: '450000000.00' }),
  ],
  growth: [
    row({ park: 'P1', value: '-0.043210' }),
    row({ park: 'P2', value: '0.123456' }),
    row({ park: 'P3', value: null, reason: 'NO_BASE', status: 'z' }),
  ],
};

describe('parks', () => {
  test('stand by type, larger first, with value and growth as text', () => {
    const chart = parksChart(parkFigures, zh);
    drawnWell(chart);
    const all = texts(chart);
    expect(all).toEqual(
      expect.arrayContaining([
        '产业聚集型',
        '仓储物流型',
        '东港',
        '2.50',
        '−4.3%',
        '0.80',
        '+12.3%',
        '1.20',
        '—',
        '亿元',
        '同比',
      ]),
    );
    expect(all).not.toContain('监管作业场所型');
    expect(all.indexOf('南站')).toBeLessThan(all.indexOf('西城'));
    expect(marks(chart, 'bar', 'rect, path')).toHaveLength(6);
  });

  test('the description names the largest and its growth in words', () => {
    expect(parksDescription(parkFigures, zh)).toBe(
      '2026年10月，亿元，按园区类型分组。最高：东港 2.50，同比下降4.3%。',
    );
    expect(parksDescription(parkFigures, en)).toBe(
      'Oct 2026, CNY 100 mn, by type of park. Largest: East Port 2.50, down 4.3% year on year.',
    );
  });

  test('the selected one is marked, the others step back', () => {
    const chart = parksChart(parkFigures, { ...zh, highlight: 'P1' });
    const filled = (name: string) =>
      marks(chart, 'bar', 'rect, path').filter((bar) => bar.getAttribute('fill')?.includes(name));
    expect(filled('--accent,')).toHaveLength(1);
    expect(filled('--accent-quiet')).toHaveLength(2);
  });

  test('the table says why a rate is missing and ends with the city', () => {
    const table = parksTable(parkFigures, 'zh');
    expect(table.rows).toContainEqual(['南站', '产业聚集型', '120,000,000.00', '— 无基期']);
    expect(table.rows.at(-1)).toEqual(['全市', '', '450,000,000.00', '— 无数据']);
  });

  test('without values there are tracks but no bars', () => {
    const chart = parksChart({ parks, values: [], growth: [] }, { ...zh, width: 300 });
    drawnWell(chart);
    expect(marks(chart, 'bar', 'rect, path')).toHaveLength(3);
  });
});

describe('partners', () => {
  const codes = ['USA', 'JPN', 'KOR', 'DEU', 'FRA', 'GBR', 'AUS', 'THA', 'VNM', 'HKG', 'CHL', 'NZL'];
  const figures = {
    values: [
      row({ value: '9000000000.00' }),
      ...codes.map((partner, index) => row({ partner, value: `${900 - index}0000.50` })),
    ],
    growth: codes.map((partner) => row({ partner, value: '0.000400' })),
    nameOf: (code: string) => ({ USA: '美国' })[code] ?? code,
  };

  test('the ten largest by exact value, without the total', () => {
    const chart = partnersChart(figures, { ...zh, unit: 'wan' });
    drawnWell(chart);
    const all = texts(chart);
    expect(all).toEqual(expect.arrayContaining(['美国', '900', 'HKG', '0.0%', '万元']));
    expect(all).not.toContain('CHL');
    expect(marks(chart, 'bar', 'rect, path')).toHaveLength(20);
  });

  test('a long name ends in an ellipsis instead of running into the figures', () => {
    const long = { ...figures, nameOf: () => '非常非常非常非常长的国家或者地区名称' };
    expect(texts(partnersChart(long, { ...zh, width: 280 })).some((text) => text.endsWith('…'))).toBe(true);
  });

  test('the table is a real one', () => {
    const table = dataTable(partnersTable(figures, 'en'), 'Partners', document);
    expect(table.querySelectorAll('tbody th[scope="row"]')).toHaveLength(10);
    expect(table.querySelectorAll('thead th[scope="col"]')).toHaveLength(3);
    expect(table.querySelector('caption')?.textContent).toBe('Partners');
    expect(table.querySelector('td.figure')?.textContent).toBe('9,000,000.50');
  });
});

test('the sparkline is a line for each run of months with a value, its last value marked', () => {
  const options = { ...zh, width: 120, height: 60, label: '走势' };
  const chart = sparkline(['100000000.00', '200000000.00', null, '50000000.00', '-50000000.00'], options);
  expect(chart.getAttribute('aria-label')).toBe('走势');
  // Two runs, each an area and a line; zero lies a fifth above the foot.
  const paths = [...chart.querySelectorAll('path')].map((path) => path.getAttribute('d'));
  expect(paths).toEqual([
    'M4.0,24.8L32.0,4.0V45.6H4.0Z',
    'M4.0,24.8L32.0,4.0',
    'M88.0,35.2L116.0,56.0V45.6H88.0Z',
    'M88.0,35.2L116.0,56.0',
  ]);
  expect(chart.querySelectorAll('circle')).toHaveLength(1);
  expect(sparkline(['1.00', null], options).querySelectorAll('circle')).toHaveLength(0);
  expect(sparkline([], options).childNodes).toHaveLength(0);
});

test.each([
  [0, [0, 0.2]],
  [0.049, [0, 0.01, 0.02, 0.03, 0.04, 0.05]],
  [6.3, [0, 2, 4, 6, 8]],
  [10, [0, 2, 4, 6, 8, 10]],
  [11.64, [0, 2.5, 5, 7.5, 10, 12.5]],
])('round ticks cover %d', (max, ticks) => {
  expect(roundTicks(max)).toEqual(ticks);
});

test('spread keeps the order and the gap, and stays inside', () => {
  expect(spread([10, 12, 90], 16, 0, 100)).toEqual([10, 26, 90]);
  expect(spread([99, 98], 16, 0, 100)).toEqual([100, 84]);
  expect(spread([], 16, 0, 100)).toEqual([]);
});

describe('as they were looked at', () => {
  test('trend, by parks, by partners, in both languages and on a telephone', async () => {
    await golden(trendChart(trendRows, { ...zh, height: 320 }), 'trend-zh');
    await golden(trendChart(trendRows, { ...en, width: 366, height: 280 }), 'trend-en-narrow');
    await golden(parksChart(parkFigures, { ...zh, highlight: 'P1' }), 'parks-zh');
    await golden(parksChart(parkFigures, { ...en, width: 366 }), 'parks-en-narrow');
  });
});
