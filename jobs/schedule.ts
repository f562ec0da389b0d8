import {
  addMonths,
  localDay,
  localInstant,
  type Period,
  parsePeriod,
  periodOf,
} from '../catalogue/period.ts';
import type { Slot } from '../warehouse/slots.ts';
import type { SourceState } from '../warehouse/sources.ts';
import type { Settings } from './settings.ts';

export type ScheduledJob = 'collect' | 'publish' | 'report';
export const scheduledJobs = ['collect', 'publish', 'report'] as const satisfies readonly ScheduledJob[];

const day = 24 * 3600_000;

/**
 * Slots of a job that fell due after `since` and by `now`, oldest first. Collection is daily (slot = the day), the
 * others monthly (slot = the month published); days and hours are those of Asia/Shanghai.
 */
export function dueSlots(
  job: ScheduledJob,
  since: Date,
  now: Date,
  settings: Pick<Settings, 'collectHour' | 'publishDay' | 'publishHour'>,
): Slot[] {
  const slots =
    job === 'collect'
      ? dailySlots(since, now, settings.collectHour)
      : monthlySlots(job, since, now, settings);
  return slots.filter(({ due_at }) => due_at > since && due_at <= now);
}

function dailySlots(since: Date, now: Date, hour: number): Slot[] {
  const slots: Slot[] = [];
  for (let at = since.getTime(); at <= now.getTime() + day; at += day) {
    const slot = localDay(new Date(at));
    slots.push({ job: 'collect', slot, due_at: localInstant(slot, hour) });
  }
  return slots;
}

function monthlySlots(
  job: ScheduledJob,
  since: Date,
  now: Date,
  { publishDay, publishHour }: Pick<Settings, 'publishDay' | 'publishHour'>,
): Slot[] {
  const slots: Slot[] = [];
  const last = periodOf(now);
  for (let month = periodOf(since); month <= last; month = addMonths(month, 1)) {
    const due = localInstant(
      `${month}-${String(publishDay).padStart(2, '0')}`,
      publishHour,
      job === 'report' ? 30 : 0,
    );
    slots.push({ job, slot: addMonths(month, -1), due_at: due });
  }
  return slots;
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
