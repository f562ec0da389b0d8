import { describe, expect, test } from 'vitest';
import { additiveOutlier, holidayRegressor, leapYearPrior, newYearWindows, tradingDays } from './holiday.ts';
import { type Month, monthOf, monthsFrom } from './months.ts';
import { at } from './moving-averages.ts';
import { deviation, present, readReference } from './reference.fixture.ts';
import { fitAirline, type Regressor } from './regarima.ts';
import { x11 } from './x11.ts';

/** Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher). */
function easter(year: number): string {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
// Long-run means of the calendar months: over 500 years.
const easters = Array.from({ length: 500 }, (_, index) => easter(1600 + index));

const models: Readonly<Record<string, (months: readonly Month[]) => Regressor[]>> = {
  cny_exp_3reg: (months) =>
    Object.entries(newYearWindows).map(([name, window]) => ({
      name,
      values: holidayRegressor(months, window),
    })),
  reg_air_airline_x11: (months) => [
    { name: 'easter', values: holidayRegressor(months, { from: -1, to: -1 }, easters) },
    { name: 'ao', values: additiveOutlier(months, monthOf('1951-05')) },
  ],
};

function run(name: string) {
  const { periods, columns } = readReference(name);
  const series = present(columns.a1);
  const months = monthsFrom(monthOf(periods[0] ?? ''), series.length + 12);
  const prior = leapYearPrior(months);
  const regressors = [{ name: 'td', values: tradingDays(months) }, ...(models[name]?.(months) ?? [])];
  const logs = series.map((value, index) => Math.log(value / at(prior, index)));
  const jacobian = series.slice(13).reduce((sum, value) => sum + Math.log(value), 0);
  const model = fitAirline(logs, regressors, { horizon: 12, jacobian });
  const effect = (names: readonly string[]) =>
    months.map((_, row) =>
      Math.exp(
        regressors.reduce(
          (sum, { name: own, values }, place) =>
            names.includes(own) ? sum + (model.coefficients[place]?.value ?? 0) * at(values, row) : sum,
          0,
        ),
      ),
    );
  const td = effect(['td']).map((value, row) => value * at(prior, row));
  const holiday = effect(['easter', ...Object.keys(newYearWindows)]);
  const outlier = effect(['ao']);
  const extended = months.map((_, row) =>
    row < series.length
      ? at(series, row)
      : Math.exp(at(model.forecasts, row - series.length)) * at(prior, row),
  );
  const free = extended.map((value, row) => value / (at(td, row) * at(holiday, row) * at(outlier, row)));
  const { tables } = x11(free, { mode: 'mult', slot: (months[0] ?? 0) % 12, observed: series.length });
  return { series, months, columns, model, td, holiday, outlier, free, tables };
}

const coefficient = (model: ReturnType<typeof fitAirline>, name: string) => {
  const found = model.coefficients.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('Chinese exports 2000–2013', () => {
  const { model, columns, td, holiday, free, tables, months } = run('cny_exp_3reg');

  // What X-13 printed of the same run.
  test.each([
    ['td', 0.0045027],
    ['cny_before', 0.0896],
    ['cny_during', -0.0779],
    ['cny_after', -0.1745],
  ])('%s', (name, expected) => {
    const digits = String(expected).split('.')[1]?.length ?? 0;
    expect(Number(coefficient(model, name).value.toFixed(digits))).toBe(expected);
  });

  test('the parameters, the likelihood and the AICC', () => {
    expect(Math.abs(model.theta - 0.23611)).toBeLessThan(1e-3 * 0.08);
    expect(Math.abs(model.seasonalTheta - 0.61913)).toBeLessThan(1e-3 * 0.08);
    expect(Math.abs(model.aicc - 1625.7413)).toBeLessThan(0.01);
  });

  test('t-values are coefficients over their errors, which the reference puts at the same size', () => {
    for (const { value, error, t } of model.coefficients) expect(t).toBe(value / error);
    // 2.76, −4.25, −5.50: as X-13 prints them they keep all three windows.
    expect(model.coefficients.slice(1).map(({ t }) => Math.abs(t) > 1.96)).toEqual([true, true, true]);
  });

  test('factors to a thousandth of a coefficient’s error', () => {
    // The trading-day factor of a month is exp(coefficient × regressor): the coefficient of the reference follows from it.
    const row = months.indexOf(monthOf('2013-11'));
    const expected = Math.log(columns.td?.[row] ?? 0) / at(tradingDays(months), row);
    const { value, error } = coefficient(model, 'td');
    expect(Math.abs(value - expected)).toBeLessThan(1e-3 * error);
    expect(deviation(td, columns.td ?? [], 1)).toBeLessThan(1e-6);
    expect(deviation(holiday, columns.hol ?? [], 1)).toBeLessThan(1e-3 * 0.018);
  });

  test('forecasts, factors and adjusted series', () => {
    expect(deviation(free, columns.b1 ?? [], 1)).toBeLessThan(1e-4);
    expect(deviation(tables.d10, columns.d10 ?? [], 1e-3)).toBeLessThan(1e-5);
    expect(deviation(tables.d11, columns.d11 ?? [], 1)).toBeLessThan(1e-5);
    expect(deviation(tables.d12, columns.d12 ?? [], 1)).toBeLessThan(1e-5);
    expect(deviation(tables.d13, columns.d13 ?? [], 1e-3)).toBeLessThan(1e-5);
    expect(deviation(tables.e2, columns.e2 ?? [], 1)).toBeLessThan(1e-5);
    const combined = tables.d10.map((value, row) => value * at(td, row) * at(holiday, row));
    expect(deviation(combined, columns.d16 ?? [], 1e-3)).toBeLessThan(1e-5);
  });
});

describe('AirPassengers with trading days, Easter and an outlier', () => {
  const { series, columns, td, holiday, outlier, free, tables } = run('reg_air_airline_x11');

  test('forecasts, factors and adjusted series', () => {
    expect(deviation(free, columns.b1 ?? [], 1)).toBeLessThan(1e-4);
    expect(deviation(tables.d8, columns.d8 ?? [], 1e-3)).toBeLessThan(1e-5);
    expect(deviation(tables.d10, columns.d10 ?? [], 1e-3)).toBeLessThan(1e-5);
    // The outlier is put back into the adjusted series and its irregular.
    const adjusted = series.map((_, row) => at(tables.d11, row) * at(outlier, row));
    expect(deviation(adjusted, columns.d11 ?? [], 1)).toBeLessThan(1e-5);
    const irregular = series.map((_, row) => at(tables.d13, row) * at(outlier, row));
    expect(deviation(irregular, columns.d13 ?? [], 1e-3)).toBeLessThan(1e-5);
    const combined = tables.d10.map((value, row) => value * at(td, row) * at(holiday, row));
    expect(deviation(combined, columns.d16 ?? [], 1e-3)).toBeLessThan(1e-5);
  });
});

test('a level that grows by the same rate every year is forecast by it', () => {
  const logs = Array.from({ length: 96 }, (_, index) => Math.log(100 + (index % 12)) + 0.01 * index);
  const noisy = logs.map((value, index) => value + 1e-9 * Math.sin(index * index));
  const { forecasts } = fitAirline(noisy, [], { horizon: 12, jacobian: 0 });
  const expected = forecasts.map((_, ahead) => Math.log(100 + (ahead % 12)) + 0.01 * (96 + ahead));
  expect(deviation(forecasts, expected, 1)).toBeLessThan(1e-8);
});
