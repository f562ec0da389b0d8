import {
  defaultDueDay,
  dueDayOf,
  dueInstant,
  plannedRelease,
  type ReleasePlan,
} from '../catalogue/calendar.ts';
import { addMonths, localInstant, type Period } from '../catalogue/period.ts';
import type { AnnouncedDays } from '../warehouse/calendar-entries.ts';

/** When a month is due and when it is published. */
export interface Schedule {
  readonly period: Period;
  /** Some instant of the last day on which a report is in time. */
  readonly due: Date;
  readonly release: Date;
}

/** Where nothing else was announced: due on the 10th, out on the 12th at nine. */
const usualPlan: ReleasePlan = { day: 12, hour: 9 };

/** The days of the month after a report's: as its release announces them, else the usual ones. */
export function scheduleAfter(period: Period, announced: AnnouncedDays | null): Schedule {
  const next = addMonths(period, 1);
  if (announced) return { period: next, due: new Date(announced.due), release: new Date(announced.release) };
  return {
    period: next,
    due: localInstant(dueDayOf(next, defaultDueDay), 0),
    release: plannedRelease(next, usualPlan, dueInstant(next, defaultDueDay)),
  };
}
