declare const periodBrand: unique symbol;
/** A statistical month, `YYYY-MM` (Asia/Shanghai). Only `parsePeriod` and the functions here make one. */
export type Period = string & { readonly [periodBrand]: true };

/** The statistics month is a month of this zone, which has had no daylight saving time since 1991. */
export const timeZone = 'Asia/Shanghai';
const offsetMs = 8 * 3600_000;

/** `2026-10` → a Period; anything else, or a year outside 2000–2099, → undefined. */
export function parsePeriod(text: string): Period | undefined {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text) ? (text as Period) : undefined;
}

/** The month `months` after (or, negative, before) `period`. */
export function addMonths(period: Period, months: number): Period {
  const index = Number(period.slice(0, 4)) * 12 + Number(period.slice(5)) - 1 + months;
  const year = Math.floor(index / 12);
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}` as Period;
}

/** All months from `from` to `to`, both included; empty when `to` is before `from`. */
export function periodsBetween(from: Period, to: Period): Period[] {
  const periods: Period[] = [];
  for (let period = from; period <= to; period = addMonths(period, 1)) periods.push(period);
  return periods;
}

/** The month that an instant falls into, in Asia/Shanghai. */
export function periodOf(instant: Date): Period {
  return localDay(instant).slice(0, 7) as Period;
}

/** The calendar day of an instant in Asia/Shanghai, `YYYY-MM-DD`. */
export function localDay(instant: Date): string {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(0, 10);
}

/** The instant of a local day and hour in Asia/Shanghai. */
export function localInstant(day: string, hour: number, minute = 0): Date {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, date, hour, minute) - offsetMs);
}

export function firstDay(period: Period): string {
  return `${period}-01`;
}

/** `2026-10` → `2026-10-31`. */
export function lastDay(period: Period): string {
  const next = localInstant(firstDay(addMonths(period, 1)), 0);
  return localDay(new Date(next.getTime() - 1));
}
