import { describe, expect, test } from 'vitest';
import { diagnose } from './diagnostics.ts';
import { chiSquareTail, fTail, logGamma } from './distributions.ts';
import { type Judged, qualityOf } from './quality.ts';
import { present, readReference } from './reference.fixture.ts';
import { scaleOf } from './scale.ts';
import {
  combinedTest,
  movingSeasonality,
  qs,
  qsOfLevels,
  rankedSeasonality,
  seasonalityRatios,
  stableSeasonality,
} from './seasonality-tests.ts';
import { x11 } from './x11.ts';

describe('probabilities, against printed tables', () => {
  test.each([
    [3.841, 1, 0.05],
    [5.991, 2, 0.05],
    [19.675, 11, 0.05],
    [31.264, 11, 0.001],
    [3.0, 4, 0.5578],
  ])('χ² of %f with %i', (statistic, freedom, p) => {
    expect(chiSquareTail(statistic, freedom)).toBeCloseTo(p, 4);
  });

  test.each([
    [3.0984, 3, 20, 0.05],
    [4.9646, 1, 10, 0.05],
    [1.8693, 11, 120, 0.05],
    [1, 7, 7, 0.5],
    [0.3227, 20, 3, 0.95],
  ])('F of %f with %i and %i', (f, between, within, p) => {
    expect(fTail(f, between, within)).toBeCloseTo(p, 4);
  });

  test('nothing found is certain, without end is impossible', () => {
    expect([fTail(0, 3, 4), fTail(Number.NaN, 3, 4), fTail(Number.POSITIVE_INFINITY, 3, 4)]).toEqual([
      1, 1, 0,
    ]);
    expect([chiSquareTail(0, 3), chiSquareTail(5000, 3)]).toEqual([1, 0]);
    // Γ(5) = 24, Γ(½) = √π.
    expect(Math.exp(logGamma(5))).toBeCloseTo(24, 10);
    expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 12);
  });
});

describe('tests of seasonality, by hand, with two months a year', () => {
  // Months 1, 2, 3 and 5, 6, 7: means 2 and 6 about 4; between 24 with 1, within 4 with 4.
  const values = [1, 5, 2, 6, 3, 7];

  test('stable', () => {
    expect(stableSeasonality(values, 2).statistic).toBeCloseTo(24, 12);
  });

  test('ranked', () => {
    // Rank sums 6 and 15: 12/42 · (36/3 + 225/3) − 21.
    expect(rankedSeasonality(values, 2).statistic).toBeCloseTo(27 / 7, 12);
  });

  test('moving', () => {
    // Distances from 1: years (1, 3), (2, 6), (3, 3); means of years 2, 4, 3, of months 2, 4; squares 4, 6 of 14.
    expect(movingSeasonality([2, -2, 3, 7, -2, 4], 2, 1).statistic).toBeCloseTo(1, 12);
  });

  test('a season that repeats itself does not move', () => {
    expect(movingSeasonality([0.8, 1.2, 0.8, 1.2, 0.8, 1.2], 2, 1)).toEqual({ statistic: 0, p: 1 });
  });

  test('QS', () => {
    // Correlations 4/6 and 2/6: 6 · 8 · (16/36/4 + 4/36/2).
    expect(qs([1, -1, 1, -1, 1, -1], 2).statistic).toBeCloseTo(8, 12);
    expect(qs([1, 1, -1, -1, 1, 1], 2)).toEqual({ statistic: 0, p: 1 });
    expect(qs([0, 0, 0, 0, 0, 0], 2)).toEqual({ statistic: 0, p: 1 });
  });

  test('QS of levels does not see a trend', () => {
    const trend = Array.from({ length: 48 }, (_, at) => at * at);
    expect(qsOfLevels(trend, 12).statistic).toBe(0);
    const season = trend.map((value, at) => value + 40 * (at % 12 === 3 ? 1 : 0));
    expect(qsOfLevels(season, 12).p).toBeLessThan(0.001);
  });

  const tested = (statistic: number, p: number) => ({ statistic, p });
  test.each([
    ['present', tested(20, 0), tested(1, 0.4), tested(50, 0)],
    ['not_present', tested(20, 0.001), tested(1, 0.4), tested(50, 0)],
    // 7/8 and 3·4/8: together over 1, and moving for certain.
    ['not_present', tested(8, 0), tested(4, 0.01), tested(50, 0)],
    ['probably_not_present', tested(8, 0), tested(4, 0.06), tested(50, 0)],
    ['probably_not_present', tested(6.9, 0), tested(1, 0.4), tested(50, 0)],
    ['probably_not_present', tested(20, 0), tested(1, 0.4), tested(50, 0.002)],
  ])('combined: %s', (expected, stable, moving, ranked) => {
    expect(combinedTest(stable, moving, ranked)).toBe(expected);
  });

  test('ratios are no more than 9', () => {
    expect(seasonalityRatios(14, 7)).toEqual([0.5, 1.5]);
    expect(seasonalityRatios(0.5, 7)).toEqual([9, 9]);
    expect(seasonalityRatios(0, 0)).toEqual([9, 9]);
  });
});

/** M1 to M11 worked out from X-13's saved tables by another program, step by step as the Fortran source has it; not M3, M6. */
const worked: Readonly<Record<string, { fs: number; fm: number; kw: number; m: readonly number[] }>> = {
  x11_air_mult_default: {
    fs: 191.61041087361065,
    fm: 2.681022773178493,
    kw: 131.9805555555556,
    m: [
      0.036493181, 0.033036961, 1.029093588, 0.270371187, 0.198127001, 0.418708788, 0.333795286, 0.430804998,
      0.384799544,
    ],
  },
  x11_air_mult_s3x5_h13: {
    fs: 192.60977395880303,
    fm: 2.3804966088001107,
    kw: 131.89980842911882,
    m: [
      0.06711361, 0.062680987, 0.797547531, 0.31080168, 0.191599082, 0.333964301, 0.296620642, 0.352380591,
      0.330763662,
    ],
  },
};
const compared = [0, 1, 3, 4, 6, 7, 8, 9, 10];

describe.each([
  ['x11_air_mult_default', {}],
  ['x11_air_mult_s3x5_h13', { seasonal: '3x5', trend: 13 }],
] as const)('%s', (name, options) => {
  const series = present(readReference(name).columns.a1);
  const run = x11(series, { mode: 'mult', slot: 0, ...options });
  const found = diagnose({
    x11: run,
    series,
    calendar: series.map(() => 1),
    adjusted: run.tables.d11,
    slot: 0,
  });
  const expected = worked[name];

  test('tests of table D8', () => {
    expect(found.stable.statistic).toBeCloseTo(expected?.fs ?? 0, 6);
    expect(found.moving.statistic).toBeCloseTo(expected?.fm ?? 0, 8);
    expect(found.ranked.statistic).toBeCloseTo(expected?.kw ?? 0, 9);
    expect(found.identifiable).toBe('present');
  });

  test('M1 to M11', () => {
    for (const [at, index] of compared.entries())
      expect(found.m[index]).toBeCloseTo(expected?.m[at] ?? Number.NaN, 8);
    expect(found.m[2]).toBeCloseTo(Math.max(0, (run.trendRatio - 1) / 2), 12);
    const m6 = run.seasonalFilter === '3x5' ? Math.abs(run.seasonalRatio - 4) / 2.5 : null;
    expect(found.m[5]).toBe(m6);
  });

  test('Q is their weighted mean, without M6 where no 3x5 filter was used', () => {
    const weights = [10, 11, 10, 8, 11, 10, 18, 7, 7, 4, 4];
    const q = (left: number | null) => {
      const used = found.m.flatMap((value, at) =>
        value === null || at === left ? [] : [[value, weights[at] ?? 0] as const],
      );
      const sum = used.reduce((total, [value, weight]) => total + value * weight, 0);
      return sum / used.reduce((total, [, weight]) => total + weight, 0);
    };
    expect(found.q).toBeCloseTo(q(null), 12);
    expect(found.qWithoutM2).toBeCloseTo(q(1), 12);
  });

  test('QS falls from the original to nothing', () => {
    expect(found.qs.original.statistic).toBeGreaterThan(100);
    expect(found.qs.adjusted.p).toBeGreaterThan(0.01);
    expect(found.qs.irregular.p).toBeGreaterThan(0.01);
  });
});

test('additive, from the tables of nottem', () => {
  const { columns } = readReference('x11_nottem_add');
  const table = (name: string) => present(columns[name]);
  const judged: Judged = {
    scale: scaleOf('add', 12),
    original: table('e1'),
    trend: table('d12'),
    seasonal: table('d10'),
    irregular: table('d13'),
    calmIrregular: table('e3'),
    calendar: table('a1').map(() => 0),
    seasonalFilter: '3x9',
    trendRatio: 4.659463338648295,
    seasonalRatio: 7.004174551557694,
    stable: 351.07904105027114,
    moving: 1.4917170595478526,
  };
  const { m } = qualityOf(judged);
  const expected = [
    0.300756436, 0.299462164, 0.934251847, 3, 0.127838527, 0.152949833, 0.081745819, 0.143541651, 0.138251797,
  ];
  for (const [at, index] of compared.entries()) expect(m[index]).toBeCloseTo(expected[at] ?? Number.NaN, 8);
  expect(m[2]).toBeCloseTo(3.659463338648295 / 2, 12);
});

test('under six years there is no M8 to M11: M7, M1 and M2 stand in', () => {
  const series = present(readReference('x11_air_mult_s3x5_h13').columns.a1).slice(0, 71);
  const run = x11(series, { mode: 'mult', slot: 0, seasonal: '3x5', trend: 13 });
  const { m, q } = diagnose({
    x11: run,
    series,
    calendar: series.map(() => 1),
    adjusted: run.tables.d11,
    slot: 0,
  });
  expect(m.slice(7)).toEqual([null, null, null, null]);
  const [m1, m2, m3, m4, m5, m6, m7] = m as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const sum = 14 * m1 + 15 * m2 + 10 * m3 + 8 * m4 + 11 * m5 + 10 * m6 + 32 * m7;
  expect(q).toBeCloseTo(sum / 100, 12);
});
