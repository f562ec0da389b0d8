import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { addMonths, type Period } from '../catalogue/period.ts';
import { springFestivalIn } from '../catalogue/spring-festival.ts';
import { contributionsChart, points } from './charts/contributions.ts';
import { linesChart } from './charts/lines.ts';
import { matrixChart } from './charts/matrix.ts';
import { type Measure, measureOf, ticksFor } from './charts/measure.ts';
import { multiplesChart } from './charts/multiples.ts';
import { thinned } from './charts/thin.ts';
import { signed, triangleChart } from './charts/triangle.ts';

const document = parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
const zh = { width: 720, language: 'zh', unit: 'yi', document } as const;
const yuan = (values: readonly string[], amounts: 'yi' | 'wan' = 'yi'): Measure =>
  measureOf({ unit: 'CNY', decimals: 2, transform: 'level', language: 'zh', amounts, values });
const rate = measureOf({
  ...{ unit: 'ratio', decimals: 12, transform: 'yoy', language: 'zh', amounts: 'yi', values: [] },
});

const first = '2025-11' as Period;
const months = Array.from({ length: 6 }, (_, at) => addMonths(first, at));
const values = ['110000000.00', '125000000.00', '95000000.00', '60000000.00', '118000000.00', '131000000.00'];
const label = (period: string, name = '全市') => `${name} ${period}`;
const line = months.map((period, at) => ({ period, value: values[at] ?? null, label: label(period) }));

/** Drawings are compared with those in charts/golden/, which were looked at. */
async function expectGolden(drawn: Element, name: string): Promise<void> {
  const text = drawn.outerHTML.replaceAll(/(?=<(?:g|svg|\/g|text|path|rect|circle|line)\b)/g, '\n');
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  await expect(`${text.trim()}\n`).toMatchFileSnapshot(`charts/golden/${name}.svg`);
}

describe('drawings', () => {
  test('a line with first values, an expected range, a note and the Spring Festival', async () => {
    const chart = linesChart(
      {
        months,
        lines: [{ key: 'now', name: '全市', colour: 'var(--accent, #0f4c9c)', points: line }],
        firsts: line.map((point, at) => ({
          ...point,
          value: at === 1 ? '120000000.00' : point.value,
          isRevised: at === 1,
        })),
        expected: [
          { period: '2026-04' as Period, low: '130000000.00', high: '138000000.00', label: '130 至 138' },
        ],
        shaded: { months: ['2026-02' as Period], name: '春节' },
        notes: [{ period: '2026-01' as Period, number: '1' }],
      },
      { ...zh, height: 300, measure: yuan(values), description: '一条线' },
    );
    expect(
      [...chart.querySelectorAll('circle[aria-label]')].map((dot) => dot.getAttribute('aria-label')),
    ).toEqual(months.map((month) => label(month)));
    await expectGolden(chart, 'line');
  });

  test('small drawings on one scale', async () => {
    const panel = (name: string, share: number) => ({
      key: name,
      name,
      points: line.map(({ period, value }) => ({
        period,
        value: String(Number(value) * share),
        label: label(period, name),
      })),
    });
    const panels = [panel('江北', 0.75), panel('城西', 0.25)];
    const chart = multiplesChart(
      { months, panels },
      { ...zh, measure: yuan(values), description: '两个园区' },
    );
    expect(chart.querySelectorAll('circle[aria-label]')).toHaveLength(12);
    await expectGolden(chart, 'multiples');
  });

  test('contributions to both sides, what is left over and the total', async () => {
    const row = (name: string, bar: string, kind: 'part' | 'rest' | 'total' = 'part') => ({
      ...{ key: name, name, bar, figure: points(bar), beside: '+1.0%', kind, label: name },
    });
    const rows = [
      row('江北', '0.081200'),
      row('城西', '-0.023400'),
      row('未分摊', '0.010000', 'rest'),
      row('合计', '0.067800', 'total'),
    ];
    const chart = contributionsChart(rows, { ...zh, description: '拉动', heads: ['百分点', '自身同比'] });
    await expectGolden(chart, 'contributions');
  });

  test('a matrix tinted by growth', async () => {
    const cell = (name: string, growth: string | null) => ({
      ...{ label: name, figure: '1.00', beside: growth ?? '', growth, months: [1, 2, 1.5, Number.NaN, 3] },
    });
    const chart = matrixChart(
      {
        columns: ['9610', '合计'],
        rows: [
          { name: '江北', cells: [cell('a', '0.02'), cell('b', '-0.4')], isTotal: false },
          { name: '全市', cells: [cell('c', null), cell('d', '0.1')], isTotal: true },
        ],
      },
      { ...zh, description: '矩阵' },
    );
    await expectGolden(chart, 'matrix');
  });

  test('a triangle of revisions', async () => {
    const cell = (revision: string | null, isRelease = false) => ({
      ...{ revision, isRelease, label: `修订${revision}` },
    });
    const chart = triangleChart(
      {
        columns: ['+1', '+2', '+3'],
        rows: [
          { name: '2026年3月', cells: [cell(null), undefined, undefined] },
          { name: '2026年2月', cells: [cell(null), cell('-0.500000', true), undefined] },
          { name: '2026年1月', cells: [cell(null), cell('2.000000', true), cell('2.000000')] },
        ],
      },
      { ...zh, description: '三角', head: '之后第几个月' },
    );
    await expectGolden(chart, 'triangle');
  });

  test('nothing at all is drawn too', () => {
    const empty = linesChart(
      { months: [], lines: [] },
      { ...zh, height: 200, measure: yuan([]), description: '' },
    );
    expect(empty.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    const none = multiplesChart({ months, panels: [] }, { ...zh, measure: yuan([]), description: '' });
    expect(none.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('figures', () => {
  test('amounts are in the reader’s unit, small ones in 万', () => {
    const large = yuan(['137000000.00']);
    expect([large.show('137000000.00'), large.name, large.point('137000000.00')]).toEqual([
      '1.37',
      '亿元',
      1.37,
    ]);
    const small = yuan(['9000000.00', '450000.00']);
    expect([small.show('450000.00'), small.name]).toEqual(['45', '万元']);
    const tiny = yuan(['4512.30']);
    expect([tiny.show('4512.30'), tiny.exact('4512.30')]).toEqual(['0.45', '4,512.30']);
    expect(large.show(null)).toBe('—');
  });

  test('growth has its sign, a rate has none', () => {
    expect(['0.1234', '-0.04', '0.0001', '0'].map((value) => rate.show(value))).toEqual([
      '+12.3%',
      '−4.0%',
      '0.0%',
      '0.0%',
    ]);
    const share = measureOf({ ...{ unit: 'ratio', decimals: 6, transform: 'level' }, ...english });
    expect(share.show('0.972727')).toBe('97.3%');
    expect(points('0.012345')).toBe('+1.23');
    expect(signed('-0.004', 2)).toBe('0.00');
  });

  test('ticks are round and cover what is drawn', () => {
    expect(ticksFor([0.65, 1.42], true)).toEqual([0, 0.5, 1, 1.5]);
    expect(ticksFor([-6.3, 43.3], true)).toEqual([-10, 0, 10, 20, 30, 40, 50]);
    expect(ticksFor([95.1, 100], false)).toEqual([95, 96, 97, 98, 99, 100]);
    expect(ticksFor([Number.NaN], true)).toEqual([0, 1]);
  });
});

const english = { language: 'en', amounts: 'yi', values: [] } as const;

describe('thinning', () => {
  const wave = Array.from({ length: 240 }, (_, at) => ({
    at,
    y: at === 100 ? 99 : at === 150 ? -99 : at % 7,
  }));

  test('keeps ends, peaks and order, and draws no more than fits', () => {
    const kept = thinned(wave, 80);
    expect(kept.length).toBeLessThanOrEqual(80);
    expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(kept.map(({ at }) => at)).toEqual(expect.arrayContaining([0, 100, 150, 239]));
  });

  test('leaves what fits, and keeps a gap', () => {
    expect(thinned(wave.slice(0, 24), 24)).toHaveLength(24);
    const gap = wave.map((point) => (point.at === 30 ? { ...point, y: Number.NaN } : point));
    expect(thinned(gap, 80).some(({ y }) => Number.isNaN(y))).toBe(true);
  });
});

test('the Spring Festival is in the month of its first day', () => {
  expect(springFestivalIn('2026-02' as Period)).toBe('2026-02-17');
  expect(springFestivalIn('2025-01' as Period)).toBe('2025-01-29');
  expect(springFestivalIn('2025-02' as Period)).toBeUndefined();
});
