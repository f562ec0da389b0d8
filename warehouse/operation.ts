import { sql } from 'kysely';
import type { MonthStateId } from '../catalogue/month-states.ts';
import { addMonths, type Period, periodOf } from '../catalogue/period.ts';
import { type Database, snapshot } from './database.ts';
import { stateOfMonth } from './month-events.ts';

/** What an operator watches, counted. */
export interface Operation {
  readonly runs: readonly {
    readonly job: string;
    readonly state: string;
    readonly runs: number;
    readonly last: Date;
  }[];
  readonly slots: readonly { readonly job: string; readonly open: number; readonly oldest: Date }[];
  readonly deliveries: readonly { readonly stage: string; readonly deliveries: number }[];
  readonly releases: { readonly releases: number; readonly last: Date | null };
  readonly mails: { readonly waiting: number; readonly given_up: number };
  readonly months: readonly { readonly period: Period; readonly state: MonthStateId }[];
}

/** Months before the present one whose state is told. */
const monthsBack = 4;

/** The state of work at an instant: runs, what is due, deliveries, releases, mails, months. */
export async function readOperation(database: Database, now: Date): Promise<Operation> {
  return snapshot(database, async (frozen) => {
    const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(frozen.kysely)).rows;
    const [releases] = await rows(sql<Operation['releases']>`
      select count(*)::integer as releases, max(published_at) as last from release`);
    const [mails] = await rows(sql<Operation['mails']>`
      select count(*) filter (where given_up_at is null)::integer as waiting, count(given_up_at)::integer as given_up
      from outgoing where sent_at is null`);
    const months: Operation['months'][number][] = [];
    for (let back = 1; back <= monthsBack; back += 1) {
      const period = addMonths(periodOf(now), -back);
      months.push({ period, state: (await stateOfMonth(frozen, period, now)).state });
    }
    return {
      runs: await rows(sql<Operation['runs'][number]>`
        select job, state, count(*)::integer as runs, max(coalesce(finished_at, started_at)) as last
        from job_run group by job, state order by job, state`),
      slots: await rows(sql<Operation['slots'][number]>`
        select job, count(*)::integer as open, min(due_at) as oldest
        from job_slot where done_at is null group by job order by job`),
      deliveries: await rows(sql<Operation['deliveries'][number]>`
        select stage, count(*)::integer as deliveries from delivery group by stage order by stage`),
      releases: releases ?? { releases: 0, last: null },
      mails: mails ?? { waiting: 0, given_up: 0 },
      months,
    };
  });
}
