import newYear from '../catalogue/codes/chinese_new_year.json' with { type: 'json' };
import {
  dayNumber,
  daysIn,
  firstWeekday,
  type Month,
  monthOf,
  monthOfDay,
  monthsFrom,
  slotOf,
} from './months.ts';

/** First days of the lunar years that are known here, one a year. */
export const newYearDays: readonly string[] = newYear.days;

/** The last month of which the New Year's days are known. */
export const lastNewYearMonth: Month = monthOf(`${newYearDays.at(-1)?.slice(0, 4)}-12`);

/** Days around a holiday, both included: −20 to −1 are the twenty days before it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Before, during and after the New Year, as in Lin and Liu (2002). */
export const newYearWindows = {
  cny_before: { from: -20, to: -1 },
  cny_during: { from: 0, to: 6 },
  cny_after: { from: 7, to: 21 },
} as const satisfies Record<string, Window>;

/** The share of a window's days that lies in each month. */
function shares(days: readonly string[], { from, to }: Window): Map<Month, number> {
  const width = to - from + 1;
  const counts = new Map<Month, number>();
  for (const day of days)
    for (let away = from; away <= to; away++) {
      const month = monthOfDay(dayNumber(day) + away);
      counts.set(month, (counts.get(month) ?? 0) + 1);
    }
  return new Map([...counts].map(([month, count]) => [month, count / width]));
}

/**
 * A moving holiday's regressor: the share of a window in each month, less the mean share of that calendar month over all
 * the holidays given, so that what returns every year stays in the seasonal factors (genhol, US Census Bureau).
 */
export function holidayRegressor(
  months: readonly Month[],
  window: Window,
  days: readonly string[] = newYearDays,
): number[] {
  const share = shares(days, window);
  const means = new Array<number>(12).fill(0);
  for (const [month, part] of share) means[slotOf(month)] = (means[slotOf(month)] ?? 0) + part / days.length;
  return months.map((month) => (share.get(month) ?? 0) - (means[slotOf(month)] ?? 0));
}

/** Trading days by one coefficient: weekdays less 5/2 of the days of weekends. */
export function tradingDays(months: readonly Month[]): number[] {
  return months.map((month) => {
    const days = monthsFrom(firstWeekday(month), daysIn(month));
    const weekend = days.filter((day) => day % 7 >= 5).length;
    return daysIn(month) - weekend - 2.5 * weekend;
  });
}

/** What Februaries are divided by before a model in logarithms: their length over the mean length. */
export function leapYearPrior(months: readonly Month[]): number[] {
  return months.map((month) => (slotOf(month) === 1 ? daysIn(month) / 28.25 : 1));
}

/** A single month that stands out. */
export function additiveOutlier(months: readonly Month[], where: Month): number[] {
  return months.map((month) => (month === where ? 1 : 0));
}

/** A level that changes for good: −1 before the month, 0 from it on. */
export function levelShift(months: readonly Month[], where: Month): number[] {
  return months.map((month) => (month < where ? -1 : 0));
}
