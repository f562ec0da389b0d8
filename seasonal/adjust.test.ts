import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divide, multiply, round, subtract } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import {
  factorDecimals,
  type SeasonalPoint,
  type SeasonalRefusal,
  type SeasonalResult,
  seasonallyAdjust,
} from './adjust.ts';
import { present, readReference } from './reference.fixture.ts';

function pointsOf(name: string): SeasonalPoint[] {
  const { periods, columns } = readReference(name);
  return present(columns.a1).map((value, at) => ({ period: periods[at] ?? '', value: value.toFixed(2) }));
}

function adjusted(series: readonly SeasonalPoint[], breaks: readonly string[] = []): SeasonalResult {
  const result = seasonallyAdjust(series, { breaks });
  if (result.kind === 'refused') throw new Error(result.message.en);
  return result;
}

function refused(series: readonly SeasonalPoint[]): SeasonalRefusal {
  const result = seasonallyAdjust(series);
  if (result.kind === 'adjusted') throw new Error('adjusted');
  return result;
}

/** Months from 2019-01 on, of amounts in cents. */
function series(count: number, centsAt: (at: number) => number): SeasonalPoint[] {
  return Array.from({ length: count }, (_, at) => ({
    period: addMonths('2019-01' as Period, at),
    value: divide(String(Math.round(centsAt(at))), '100', 2),
  }));
}

/** A number 0–1 of a place, that looks random: the fraction of a large multiple of a sine. */
const dice = (seed: number, at: number) => {
  const large = Math.abs(Math.sin(seed * 12.9898 + at * 78.233) * 43758.5453);
  return large - Math.floor(large);
};
const season = [0.8, 0.7, 0.95, 1, 1, 1.05, 0.95, 1, 1.05, 1.1, 1.25, 1.15];
const lively = (count: number, seed: number, noise = 0.03) =>
  series(count, (at) => 1e8 * (1 + at / 100) * (season[at % 12] ?? 1) * (1 + noise * (dice(seed, at) - 0.5)));

const exports = pointsOf('cny_exp_3reg');

describe('Chinese exports 2000–2013', () => {
  const result = adjusted(exports);
  const { columns } = readReference('cny_exp_3reg');

  test('agree with X-13 to the tenth in every month', () => {
    const tenths = result.rows.map((row) => round(row.adjusted, 1));
    expect(tenths).toEqual(present(columns.d11).map((value) => round(String(value), 1)));
  });

  test('have the trend and the factors of X-13', () => {
    const worst = (name: 'trend' | 'seasonal' | 'holiday' | 'trading_day' | 'irregular', column: string) =>
      Math.max(
        ...result.rows.map((row, at) => Math.abs(Number(row[name]) / (columns[column]?.[at] ?? 0) - 1)),
      );
    expect(worst('trend', 'd12')).toBeLessThan(1e-5);
    expect(worst('seasonal', 'd10')).toBeLessThan(1e-5);
    expect(worst('holiday', 'hol')).toBeLessThan(1e-5);
    expect(worst('trading_day', 'td')).toBeLessThan(1e-5);
    expect(worst('irregular', 'd13')).toBeLessThan(1e-5);
  });

  test('keep all three windows: the AICC falls from 1680.02 to 1625.74', () => {
    const { model } = result;
    expect(model.aicc).toEqual({ with_holiday: '1625.7413', without_holiday: expect.any(String) });
    expect(round(model.aicc.without_holiday ?? '', 2)).toBe('1680.02');
    expect(model.coefficients.map(({ name }) => name)).toEqual([
      'td',
      'cny_before',
      'cny_during',
      'cny_after',
    ]);
    expect(model.dropped).toEqual([]);
    expect([model.seasonal_filter, model.trend_filter]).toEqual(['3x5', 9]);
  });

  test('pass their diagnostics', () => {
    const { diagnostics } = result;
    expect(diagnostics.identifiable).toBe('present');
    expect(Number(diagnostics.fs.statistic)).toBeGreaterThan(7);
    expect(Number(diagnostics.q)).toBeLessThan(1);
    expect(Number(diagnostics.qs.original.statistic)).toBeGreaterThan(100);
    expect(diagnostics.qs.adjusted).toEqual({ statistic: '0.0000', p: '1.000000' });
    expect(diagnostics.m).toHaveLength(11);
  });
});

test.each([
  ['a month more', 0, 167],
  ['a start in May', 4, 168],
])('%s revises the adjusted months little', (_, from, to) => {
  const whole = new Map(adjusted(exports).rows.map((row) => [row.period, Number(row.adjusted)]));
  const { rows } = adjusted(exports.slice(from, to));
  expect(rows).toHaveLength(to - from);
  const revised = rows.map((row) => Math.abs(Number(row.adjusted) / (whole.get(row.period) ?? 0) - 1));
  expect(Math.max(...revised)).toBeGreaterThan(0);
  expect(Math.max(...revised)).toBeLessThan(0.03);
});

test('passengers do not follow the Chinese New Year: its windows are dropped, trading days stay', () => {
  const { model, rows } = adjusted(pointsOf('reg_air_airline_x11'));
  expect(model.coefficients.map(({ name }) => name)).toEqual(['td']);
  expect(model.dropped.map(({ name }) => name).sort()).toEqual(['cny_after', 'cny_before', 'cny_during']);
  expect(rows.filter(({ holiday }) => holiday !== '1.00000000')).toEqual([]);
  expect(Number(model.aicc.without_holiday)).toBeLessThan(Number(model.aicc.with_holiday));
});

test('a declared break stays in the adjusted series and its trend, not in the season', () => {
  const halved = exports.map(({ period, value }) => ({
    period,
    value: period >= '2007-05' ? value : round(multiply(value ?? '', '0.5'), 3),
  }));
  const before = adjusted(exports);
  const after = adjusted(halved, ['2007-05']);
  const shift = after.model.coefficients.find(({ name }) => name === 'ls_2007-05');
  expect(Math.abs(Number(shift?.value) - Math.log(2))).toBeLessThan(0.1);
  const at = after.rows.findIndex(({ period }) => period === '2007-05');
  const step = Number(after.rows[at]?.trend) / Number(after.rows[at - 1]?.trend);
  expect(step).toBeGreaterThan(1.8);
  const moved = after.rows.map((row, place) =>
    Math.abs(Number(row.seasonal) - Number(before.rows[place]?.seasonal)),
  );
  expect(Math.max(...moved)).toBeLessThan(0.02);
});

describe('refused, with the number and what to do', () => {
  test('under five years', () => {
    const { reason, cause, message, diagnostics } = refused(exports.slice(0, 59));
    expect([reason, cause, diagnostics]).toEqual(['TOO_FEW', 'few', null]);
    expect(message.zh).toContain('59个月');
    expect(message.en).toContain('59 months');
    expect(adjusted(exports.slice(0, 60)).rows).toHaveLength(60);
    expect(refused([]).cause).toBe('few');
  });

  test.each([
    ['a month without a value', exports.map((one, at) => (at === 70 ? { ...one, value: null } : one))],
    ['a month left out', exports.filter((_, at) => at !== 69)],
  ])('%s', (_, gappy) => {
    const { reason, cause, message } = refused(gappy);
    expect([reason, cause]).toEqual(['TOO_FEW', 'gap']);
    expect(message.zh).toContain('2005-11');
  });

  test.each(['0.00', '-5.00'])('a month of %s', (value) => {
    const { reason, cause, message } = refused(
      exports.map((one, at) => (at === 3 ? { ...one, value } : one)),
    );
    expect([reason, cause]).toEqual(['NOT_APPLICABLE', 'not_positive']);
    expect(message.en).toContain(`2000-04: ${value}`);
  });

  test('no season', () => {
    const { reason, cause, message, diagnostics } = refused(
      series(96, (at) => 1e8 * (1 + 0.2 * dice(5, at))),
    );
    expect([reason, cause]).toEqual(['NOT_APPLICABLE', 'no_seasonality']);
    const fs = round(diagnostics?.fs.statistic ?? '', 2);
    expect(Number(fs)).toBeLessThan(7);
    expect(message.zh).toContain(`FS=${fs}`);
  });

  test.each([
    ['constant', (_: number) => 5e6],
    ['a straight line', (at: number) => 5e6 + 1000 * at],
  ])('%s', (_, cents) => {
    expect(refused(series(72, cents)).cause).toBe('no_seasonality');
  });

  test('a season drowned in noise and jumps', () => {
    const noisy = series(96, (at) => 1e8 * (season[at % 12] ?? 1) ** 2.2 * (1 + 1.4 * (dice(11, at) - 0.5)));
    const { reason, cause, message, diagnostics } = refused(noisy);
    expect([reason, cause]).toEqual(['NOT_APPLICABLE', 'quality']);
    expect(Number(diagnostics?.q)).toBeGreaterThanOrEqual(1);
    expect(message.en).toContain(`Q is ${round(diagnostics?.q ?? '', 2)}`);
  });

  test('months after the last known New Year', () => {
    const late = lively(96, 3).map(({ value }, at) => ({
      period: addMonths('2022-02' as Period, at),
      value,
    }));
    expect(refused(late).cause).toBe('calendar_unknown');
    expect(seasonallyAdjust(late.slice(0, 95)).kind).toBe('adjusted');
  });
});

describe('any lively series', () => {
  const anySeries = fc
    .record({ count: fc.integer({ min: 60, max: 90 }), seed: fc.integer({ min: 1, max: 999 }) })
    .map(({ count, seed }) => lively(count, seed));
  const options = { numRuns: 8, endOnFailure: true };

  test('is the product of its components', () => {
    fc.assert(
      fc.property(anySeries, (points) => {
        for (const row of adjusted(points).rows) {
          const product =
            Number(row.trend) *
            Number(row.seasonal) *
            Number(row.holiday) *
            Number(row.trading_day) *
            Number(row.irregular);
          // Each of four factors is rounded to 1e-8.
          expect(Math.abs(product / Number(row.original) - 1)).toBeLessThan(4 * 10 ** -factorDecimals);
          const left =
            Number(row.adjusted) * Number(row.seasonal) * Number(row.holiday) * Number(row.trading_day);
          expect(Math.abs(left / Number(row.original) - 1)).toBeLessThan(4 * 10 ** -factorDecimals);
        }
      }),
      options,
    );
  });

  test('has seasonal factors whose mean over a year is 1', () => {
    fc.assert(
      fc.property(anySeries, (points) => {
        const factors = adjusted(points).rows.map((row) => Number(row.seasonal));
        for (let from = 0; from + 12 <= factors.length; from++) {
          const year = factors.slice(from, from + 12);
          expect(Math.abs(year.reduce((sum, one) => sum + one, 0) / 12 - 1)).toBeLessThan(0.02);
        }
      }),
      options,
    );
  });

  test('in units a thousand times smaller has the same factors and a thousandfold adjusted series', () => {
    fc.assert(
      fc.property(anySeries, (points) => {
        const thousandfold = points.map(({ period, value }) => ({
          period,
          value: round(multiply(value ?? '', '1000'), 2),
        }));
        const [one, other] = [adjusted(points), adjusted(thousandfold)];
        const factors = ({ rows }: SeasonalResult) =>
          rows.map((row) => [row.seasonal, row.holiday, row.trading_day, row.irregular]);
        expect(factors(other)).toEqual(factors(one));
        // Both are rounded to four decimals: half a unit of either may lie between them.
        const apart = other.rows.map((row, at) =>
          Math.abs(Number(subtract(row.adjusted, multiply(one.rows[at]?.adjusted ?? '', '1000')))),
        );
        expect(Math.max(...apart)).toBeLessThanOrEqual(0.05005);
      }),
      options,
    );
  });

  test('gives the same bytes again', () => {
    fc.assert(
      fc.property(anySeries, (points) => {
        expect(JSON.stringify(seasonallyAdjust(points))).toBe(JSON.stringify(seasonallyAdjust([...points])));
      }),
      { ...options, numRuns: 3 },
    );
  });
});

test('figures have two decimals more than the series', () => {
  const whole = lively(72, 7).map(({ period, value }) => ({ period, value: round(value ?? '', 0) }));
  const result = adjusted(whole);
  expect(result.decimals).toBe(2);
  expect(result.rows.filter(({ adjusted: value }) => !/^\d+\.\d\d$/.test(value))).toEqual([]);
  expect(result.rows.map(({ original }) => original)).toEqual(whole.map(({ value }) => value));
});
