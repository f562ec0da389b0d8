import newYears from './codes/chinese_new_year.json' with { type: 'json' };
import type { Period } from './period.ts';

const months = new Map(newYears.days.map((day) => [day.slice(0, 7), day]));

/** The first day of the lunar year (正月初一), where it falls into the month; 1930 to 2030. */
export function springFestivalIn(period: Period): string | undefined {
  return months.get(period);
}
