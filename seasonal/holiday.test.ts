import { describe, expect, test } from 'vitest';
import { holidayRegressor, lastNewYearMonth, leapYearPrior, newYearDays, tradingDays } from './holiday.ts';
import { monthOf, monthsFrom } from './months.ts';
import { readReference } from './reference.fixture.ts';

const { periods, columns } = readReference('genhol_cny_reference');

test.each([
  ['pre20', -20, -1],
  ['pre6', -6, -1],
  ['dur7', 0, 6],
  ['post15', 7, 21],
  ['post7', 0, 6],
  ['eve7', -1, 5],
  ['span30', -10, 19],
])('the regressor %s', (name, from, to) => {
  const expected = columns[`${name}_calendar`] ?? [];
  const found = holidayRegressor(periods.map(monthOf), { from, to });
  expect(expected).toHaveLength(480);
  const apart = found.map((value, at) => Math.abs(value - (expected[at] ?? Number.NaN)));
  expect(Math.max(...apart)).toBeLessThan(1e-12);
});

test('the New Year of 2023 fell on 22 January: the twenty days before lie in it', () => {
  expect(newYearDays).toContain('2023-01-22');
  const [january = 0, february = 0] = holidayRegressor(monthsFrom(monthOf('2023-01'), 2), {
    from: -20,
    to: -1,
  });
  // From the reference: the mean share of January is 0.70099…, so a whole window is 0.29900… more.
  expect(january).toBeCloseTo(0.299009900990099, 12);
  expect(february).toBeCloseTo(-0.299009900990099, 12);
});

test('the days are one a year, between 21 January and 21 February', () => {
  expect(newYearDays.map((day) => Number(day.slice(0, 4)))).toEqual(
    Array.from({ length: 101 }, (_, at) => 1930 + at),
  );
  expect(newYearDays.filter((day) => day.slice(5) < '01-21' || day.slice(5) > '02-21')).toEqual([]);
  expect(lastNewYearMonth).toBe(monthOf('2030-12'));
});

describe('trading days', () => {
  test('count weekdays against weekends', () => {
    // By the calendar: February 2026 has 20 weekdays and 8 days of weekends, May 2026 21 and 10, August 2025 21 and 10.
    expect(tradingDays(['2026-02', '2026-05', '2025-08', '1949-01'].map(monthOf))).toEqual([0, -4, -4, -4]);
  });

  test('leap years lengthen February', () => {
    expect(leapYearPrior(['2023-02', '2024-02', '2000-02', '1900-02', '2024-01'].map(monthOf))).toEqual([
      28 / 28.25,
      29 / 28.25,
      29 / 28.25,
      28 / 28.25,
      1,
    ]);
  });
});
