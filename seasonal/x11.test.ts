import { describe, expect, test } from 'vitest';
import { replaceExtremes } from './extremes.ts';
import { hendersonWeights } from './moving-averages.ts';
import { deviation, present, readReference } from './reference.fixture.ts';
import { smoothMonth } from './seasonal-averages.ts';
import { type Table, type X11Options, x11 } from './x11.ts';

/** 1e-9 of the value, or of a thousandth of the table's largest where the value is smaller. */
function worst(found: readonly number[], expected: readonly number[]): number {
  return deviation(found, expected, 1e-3 * Math.max(...present(expected).map(Math.abs)));
}

const runs: Readonly<Record<string, { options: Partial<X11Options>; filter: string; trend: number }>> = {
  x11_air_mult_default: { options: { mode: 'mult' }, filter: '3x3', trend: 9 },
  x11_air_mult_s3x5_h13: {
    options: { mode: 'mult', seasonal: '3x5', trend: 13 },
    filter: '3x5',
    trend: 13,
  },
  x11_nottem_add: { options: { mode: 'add' }, filter: '3x9', trend: 23 },
};

describe.each(Object.entries(runs))('%s', (name, { options, filter, trend }) => {
  const { columns } = readReference(name);
  const result = x11(present(columns.a1), { mode: 'mult', slot: 0, ...options });
  const named = Object.keys(columns).filter((column) => column in result.tables) as Table[];

  test('has every saved table', () => {
    const given = Object.keys(columns).filter((column) => !['a1', 'b1', 'd16'].includes(column));
    expect(named).toEqual(given);
    expect([result.seasonalFilter, result.trendLength]).toEqual([filter, trend]);
  });

  test.each(named)('table %s', (table) => {
    expect(present(columns[table]).length).toBeGreaterThan(0);
    expect(worst(result.tables[table], columns[table] ?? [])).toBeLessThan(1e-9);
  });

  test('table d9 differs from d8 where, and only where, the reference shows a value', () => {
    const { d8, d9 } = result.tables;
    const replaced = d9.map((value, at) => Math.abs(value - (d8[at] ?? 0)) > 1e-9);
    expect(replaced).toEqual((columns.d9 ?? []).map((value) => !Number.isNaN(value)));
  });
});

describe('the filters', () => {
  test('Henderson of 5, 9 and 13 terms', () => {
    // As the Australian Bureau of Statistics prints them, to three decimals.
    const rounded = (length: number) =>
      hendersonWeights(length).map((weight) => Number(weight.toFixed(3)) + 0);
    expect(rounded(5)).toEqual([-0.073, 0.294, 0.559, 0.294, -0.073]);
    expect(rounded(9)).toEqual([-0.041, -0.01, 0.118, 0.267, 0.331, 0.267, 0.118, -0.01, -0.041]);
    expect(rounded(13).slice(0, 7)).toEqual([-0.019, -0.028, 0, 0.065, 0.147, 0.214, 0.24]);
  });

  test.each(['3x3', '3x5', '3x9', 'stable'] as const)('%s keeps a constant, and mirrors', (filter) => {
    for (let count = 5; count <= 14; count++) {
      const flat = smoothMonth(new Array<number>(count).fill(7), filter);
      expect(flat.every((value) => Math.abs(value - 7) < 1e-12)).toBe(true);
      const steps = Array.from({ length: count }, (_, at) => at * at);
      const mirrored = smoothMonth([...steps].reverse(), filter).reverse();
      expect(mirrored.map((value) => value.toFixed(9))).toEqual(
        smoothMonth(steps, filter).map((value) => value.toFixed(9)),
      );
    }
  });

  test('an extreme takes the values of full weight that are near it', () => {
    // Four quarters a year; the first quarter is 1, 2, 3, 40, 5, 6, 7, the others are 0.
    const first = [1, 2, 3, 40, 5, 6, 7];
    const values = first.flatMap((value) => [value, 0, 0, 0]);
    const weighted = (place: number, weight: number) => {
      const weights = values.map((_, at) => (at === place * 4 ? weight : 1));
      return replaceExtremes(values, weights, 4)[place * 4];
    };
    expect(weighted(3, 0)).toBe((2 + 3 + 5 + 6) / 4);
    expect(weighted(3, 0.5)).toBe((20 + 2 + 3 + 5 + 6) / 4.5);
    expect(weighted(1, 0)).toBe((1 + 3 + 40 + 5) / 4);
    expect(weighted(6, 0)).toBe((3 + 40 + 5 + 6) / 4);
  });
});

describe('other runs', () => {
  const series = Array.from({ length: 99 }, (_, at) => {
    const season =
      1 + 0.2 * Math.sin((2 * Math.PI * (at + 5)) / 12) + 0.05 * Math.cos((4 * Math.PI * at) / 12);
    return (100 + at) * season * (1 + 0.02 * Math.sin(at * at));
  });

  test.each([
    ['mult', 5, undefined],
    ['logadd', 5, undefined],
    ['mult', 0, 'stable'],
    ['logadd', 11, '3x5'],
  ] as const)('%s from slot %i with %s: components give the series back', (mode, slot, seasonal) => {
    const { tables } = x11(series, { mode, slot, ...(seasonal ? { seasonal } : {}) });
    const product = series.map(
      (_, at) => (tables.d10[at] ?? 0) * (tables.d12[at] ?? 0) * (tables.d13[at] ?? 0),
    );
    expect(deviation(product, series, 1)).toBeLessThan(1e-13);
    // What is neither level nor season is within 2 %. The level of a log-additive trend keeps some of the season, by rule.
    const most = mode === 'mult' ? 1.05 : 1.15;
    expect(Math.max(...tables.d13)).toBeLessThan(most);
    expect(Math.min(...tables.d13)).toBeGreaterThan(1 / most);
  });

  test('a series without extremes or irregular is taken apart exactly', () => {
    const season = [0.8, 0.9, 1, 1.1, 1.2, 1, 0.8, 0.9, 1, 1.1, 1.2, 1];
    const exact = Array.from({ length: 84 }, (_, at) => 50 * (season[at % 12] ?? 0));
    const { tables } = x11(exact, { mode: 'mult', slot: 0 });
    expect(deviation(tables.d11, new Array<number>(84).fill(50), 1)).toBeLessThan(1e-12);
  });

  test('quarters', () => {
    const exact = Array.from({ length: 40 }, (_, at) => 50 * ([0.8, 0.9, 1.1, 1.2][at % 4] ?? 0));
    const { tables } = x11(exact, { mode: 'mult', slot: 0, period: 4 });
    expect(deviation(tables.d11, new Array<number>(40).fill(50), 1)).toBeLessThan(1e-12);
  });
});
