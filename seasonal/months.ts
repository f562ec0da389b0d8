/** Months as whole numbers, year × 12 + month − 1: regressors reach back before the periods of the catalogue. */
export type Month = number;

/** `2026-10` → 24321. */
export function monthOf(text: string): Month {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

/** Place in the calendar year, January 0. */
export function slotOf(month: Month): number {
  return month % 12;
}

export function monthsFrom(first: Month, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

const dayMs = 24 * 3600_000;

/** Days from 1970-01-01, of a day `2026-02-17`. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

export function monthOfDay(number: number): Month {
  return monthOf(new Date(number * dayMs).toISOString());
}

export function daysIn(month: Month): number {
  return firstDayNumber(month + 1) - firstDayNumber(month);
}

/** Monday 0 to Sunday 6 of the first day. */
export function firstWeekday(month: Month): number {
  return (((firstDayNumber(month) + 3) % 7) + 7) % 7;
}

function firstDayNumber(month: Month): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs;
}
