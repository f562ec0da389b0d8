import days from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addMonths, localDay, localInstant, type Period } from './period.ts';

const dayMs = 24 * 3600_000;
const arrangedYears = new Set(Object.keys(days.holidays).map((day) => day.slice(0, 4)));

/**
 * Whether the State Council's holiday arrangement of a day's year is known here. It is announced each November for the
 * year after; of a year that is not known only the weekends are free, so a due day there may still move.
 */
export function isArranged(day: string): boolean {
  return arrangedYears.has(day.slice(0, 4));
}

/** 工作日: make-up days (调休) work although they are weekends; public holidays do not. */
export function isWorkingDay(day: string): boolean {
  if (Object.hasOwn(days.workdays, day)) return true;
  if (Object.hasOwn(days.holidays, day)) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** A day that differs from its weekday: a public holiday, or a weekend day that makes up for one. */
export interface SpecialDay {
  readonly day: string;
  readonly kind: 'holiday' | 'make_up';
  readonly zh: string;
  readonly en: string;
}

/** The special days between two days, both included, as the State Council's notices have them. */
export function specialDays(from: string, to: string): SpecialDay[] {
  const named = (all: Readonly<Record<string, string>>, kind: SpecialDay['kind']) =>
    Object.entries(all)
      .filter(([day]) => day >= from && day <= to)
      .map(([day, name]) => {
        const [en = '', zh = en] = name.split(',');
        return { day, kind, zh, en };
      });
  return [...named(days.holidays, 'holiday'), ...named(days.workdays, 'make_up')].sort((one, other) =>
    one.day < other.day ? -1 : 1,
  );
}

/** The day itself when work is done on it, else the first working day after it. */
export function nextWorkingDay(day: string): string {
  let found = day;
  while (!isWorkingDay(found)) found = dayAfter(found);
  return found;
}

/** Of a tenant without a source: files handed in by hand. */
export const defaultDueDay = 10;

/** The day by whose end a month is to be reported: the due day of the month after it, or the next working day. */
export function dueDayOf(period: Period, dueDay: number): string {
  return nextWorkingDay(`${addMonths(period, 1)}-${String(dueDay).padStart(2, '0')}`);
}

/** The instant after which a report for the month is late: 24:00 of its due day, Asia/Shanghai. */
export function dueInstant(period: Period, dueDay: number): Date {
  return new Date(localInstant(dueDayOf(period, dueDay), 0).getTime() + dayMs);
}

/** When a month is to be published: a day of the month after it, or the next working day, and an hour, Asia/Shanghai. */
export interface ReleasePlan {
  readonly day: number;
  readonly hour: number;
}

/** The planned hour; where holidays move the due day near to it, the hour of the second working day after collection closed. */
export function plannedRelease(period: Period, { day, hour }: ReleasePlan, closesAt: Date): Date {
  const planned = localInstant(dueDayOf(period, day), hour);
  const closing = nextWorkingDay(localDay(closesAt));
  const earliest = localInstant(nextWorkingDay(dayAfter(closing)), hour);
  return planned < earliest ? earliest : planned;
}

function dayAfter(day: string): string {
  return localDay(new Date(localInstant(day, 0).getTime() + dayMs));
}

/** Working days of a day's month up to and with it: 第4个工作日 is 4. */
export function workingDayOfMonth(day: string): number {
  const days = Array.from(
    { length: Number(day.slice(8)) },
    (_, at) => `${day.slice(0, 8)}${String(at + 1).padStart(2, '0')}`,
  );
  return days.filter(isWorkingDay).length;
}
