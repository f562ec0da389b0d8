import { defaultDueDay, dueDayOf, plannedRelease, type ReleasePlan } from '../catalogue/calendar.ts';
import { addMonths, localInstant, type Period } from '../catalogue/period.ts';

/** When a month is due and when it is published. */
export interface Schedule {
  readonly period: Period;
  /** Some instant of the last day on which a report is in time. */
  readonly due: Date;
  readonly release: Date;
}

/** Where nothing else is set: the 12th at nine. */
export const usualPlan: ReleasePlan = { day: 12, hour: 9 };

/** The days of the month after a report's: by the general due day and the plan of releases. */
export function usualSchedule(period: Period, plan: ReleasePlan = usualPlan): Schedule {
  const next = addMonths(period, 1);
  return {
    period: next,
    due: localInstant(dueDayOf(next, defaultDueDay), 0),
    release: plannedRelease(next, plan),
  };
}
