import {
  addMonths,
  localDay,
  localInstant,
  type Period,
  parsePeriod,
  periodOf,
  periodsBetween,
} from '../catalogue/period.ts';
import type { MonthCalendar } from '../warehouse/calendar-entries.ts';
import type { Slot } from '../warehouse/slots.ts';
import type { SourceState } from '../warehouse/sources.ts';

export type ScheduledJob = 'collect' | 'close' | 'publish' | 'report';
export const scheduledJobs = [
  'collect',
  'close',
  'publish',
  'report',
] as const satisfies readonly ScheduledJob[];

const day = 24 * 3600_000;
const reportAfter = 30 * 60_000;

export interface Times {
  /** Of each day, Asia/Shanghai. */
  readonly collectHour: number;
  /** The days of the months that may be due. */
  readonly months: ReadonlyMap<Period, Pick<MonthCalendar, 'closes_at' | 'release_at'>>;
}

/**
 * Slots of a job that fell due after `since` and by `now`, oldest first. Collection is daily (slot = the day); a month is
 * closed with the collection that follows its last due day, published at its hour, and reported half an hour later.
 */
export function dueSlots(job: ScheduledJob, since: Date, now: Date, times: Times): Slot[] {
  const slots = job === 'collect' ? dailySlots(since, now, times.collectHour) : monthlySlots(job, times);
  return slots.filter(({ due_at }) => due_at > since && due_at <= now);
}

/** The months whose days may fall between two instants; a day that was moved far is looked for so far back. */
export function monthsAround(since: Date, now: Date): Period[] {
  return periodsBetween(addMonths(periodOf(since), -12), periodOf(now));
}

function dailySlots(since: Date, now: Date, hour: number): Slot[] {
  const slots: Slot[] = [];
  for (let at = since.getTime(); at <= now.getTime() + day; at += day) {
    const slot = localDay(new Date(at));
    slots.push({ job: 'collect', slot, due_at: localInstant(slot, hour) });
  }
  return slots;
}

function monthlySlots(job: Exclude<ScheduledJob, 'collect'>, { collectHour, months }: Times): Slot[] {
  const dueOf = {
    close: ({ closes_at }) => localInstant(localDay(closes_at), collectHour),
    publish: ({ release_at }) => release_at,
    report: ({ release_at }) => new Date(release_at.getTime() + reportAfter),
  } satisfies Record<typeof job, (month: Pick<MonthCalendar, 'closes_at' | 'release_at'>) => Date>;
  return [...months].map(([slot, month]) => ({ job, slot, due_at: dueOf[job](month) }));
}

const retryPause = 3600_000;

/** A source that failed is tried again the same day, an hour later each time; the next day's collection asks all. */
export function isDueAgain(
  { failures, last_try }: Pick<SourceState, 'failures' | 'last_try'>,
  now: Date,
): boolean {
  return (
    failures > 0 && localDay(last_try) === localDay(now) && now.getTime() - last_try.getTime() >= retryPause
  );
}

/** The month that a slot is about: of a daily collection, the month before its day. */
export function slotPeriod({ job, slot }: Slot): Period {
  if (job === 'collect') return addMonths(slot.slice(0, 7) as Period, -1);
  return parsePeriod(slot) as Period;
}
