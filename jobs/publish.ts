import { addMonths, firstDay, lastDay, localInstant, type Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { announcedDays } from '../warehouse/calendar-entries.ts';
import { alone } from '../warehouse/database.ts';
import { noteMonthCheck } from '../warehouse/in-force.ts';
import { type OfficersWord, publishRelease } from '../warehouse/publication.ts';
import type { Release } from '../warehouse/releases.ts';
import { type DrawnMonth, drawMonth } from './draft.ts';
import type { Program } from './program.ts';
import { runJob } from './run-job.ts';
import { releasePlan } from './settings.ts';

export interface PublishResult {
  readonly runId: string;
  readonly counts: DrawnMonth['counts'] & { readonly published: number };
  readonly release: Release;
  /** False when nothing had changed since the last release of the month. */
  readonly published: boolean;
  /** Why it differs from the one before, as its readers are told. */
  readonly causes: NonNullable<DrawnMonth['draft']['causes']>;
}

export interface PublishOrder {
  readonly period: Period;
  readonly now: Date;
  readonly leaveOutHeld?: boolean;
  readonly word?: OfficersWord;
}

/**
 * Draws up a month from the deliveries in force and publishes it, unless it equals its last release. Deliveries that wait
 * for confirmations hold it up, unless they are left out by name.
 */
export async function publish(
  program: Program,
  { period, now, leaveOutHeld = false, word = {} }: PublishOrder,
): Promise<PublishResult> {
  refuseUnfinished(period, now);
  return alone(program.database, 'publish', () =>
    runJob(program, 'publish', period, now, async (station, runId) => {
      const drawn = await drawMonth(program, { period, now, leaveOutHeld }, station);
      const { release, published } = await station('release', () =>
        releaseDrawn(program, drawn, { now, word, runId }),
      );
      const counts = { ...drawn.counts, published: published ? 1 : 0 };
      return { counts, release, published, causes: published ? (drawn.draft.causes ?? []) : [] };
    }),
  );
}

/**
 * Publishes what was drawn up, and nothing that came since: that is news for the next release. What was in force is noted
 * whether or not a release was made.
 */
export async function releaseDrawn(
  { database, settings }: Program,
  { draft, digest }: DrawnMonth,
  { now, word, runId }: { now: Date; word: OfficersWord; runId: string | null },
): Promise<{ release: Release; published: boolean }> {
  const nextDays = await announcedDays(database, draft.period as Period, releasePlan(settings));
  const made = await publishRelease(database, { ...draft, word, nextDays }, now, runId);
  await noteMonthCheck(database, draft.period, digest, now);
  return made;
}

export function refuseUnfinished(period: Period, now: Date): void {
  if (now >= localInstant(firstDay(addMonths(period, 1)), 0)) return;
  throw new Refusal(
    'period_not_over',
    {
      zh: `统计期${period}尚未结束（${lastDay(period)}），不能发布`,
      en: `Period ${period} is not over (${lastDay(period)}): it cannot be published yet`,
    },
    { period },
  );
}
