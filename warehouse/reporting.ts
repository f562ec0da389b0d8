import { sql } from 'kysely';
import { defaultDueDay, dueInstant } from '../catalogue/calendar.ts';
import { firstDay, lastDay, type Period } from '../catalogue/period.ts';
import { calendarEntries, setDue } from './calendar-entries.ts';
import type { Database } from './database.ts';
import { listSources } from './registry.ts';

/**
 * Tenants due for a month, by park, and whether and when they first reported what counts; on time is until the end of the
 * due day, whatever is corrected later.
 */
export async function reportingTenants(database: Database, period: Period) {
  const { kysely } = database;
  const dueDays = await dueDaysOf(database);
  const entries = await calendarEntries(database, [period]);
  const rows = await kysely
    .selectFrom('membership')
    .leftJoin(
      (from) =>
        from
          .selectFrom('delivery_coverage')
          .innerJoin('delivery', 'delivery.id', 'delivery_coverage.delivery_id')
          .leftJoin('in_force', (join) =>
            join
              .onRef('in_force.delivery_id', '=', 'delivery_coverage.delivery_id')
              .onRef('in_force.customs_mode', '=', 'delivery_coverage.customs_mode')
              .onRef('in_force.flow', '=', 'delivery_coverage.flow')
              .onRef('in_force.period', '=', 'delivery_coverage.period'),
          )
          .select([
            'delivery.uscc',
            sql<Date>`min(delivery.received_at)`.as('first_at'),
            sql<string>`sum(in_force.lines)`.as('lines'),
          ])
          .where('delivery_coverage.period', '=', period)
          .where('delivery.stage', '=', 'accepted')
          .where('delivery.relation', '=', 'line')
          .groupBy('delivery.uscc')
          .as('reported'),
      (join) => join.onRef('reported.uscc', '=', 'membership.uscc'),
    )
    .select(['membership.uscc', 'membership.park_id', 'reported.first_at', 'reported.lines'])
    .where('membership.from_day', '<=', lastDay(period))
    .where((where) =>
      where.or([where('membership.to_day', 'is', null), where('membership.to_day', '>', firstDay(period))]),
    )
    .distinct()
    .orderBy('membership.park_id')
    .orderBy('membership.uscc')
    .execute();
  return rows.map(({ uscc, park_id, first_at, lines }) => ({
    uscc,
    park_id,
    received: first_at !== null,
    on_time:
      first_at !== null &&
      first_at <= (setDue(entries, park_id) ?? dueInstant(period, dueDays.get(uscc) ?? defaultDueDay)),
    first_at,
    nil: first_at !== null && Number(lines) === 0,
  }));
}

/** The due day of each tenant with sources: the latest of theirs. */
export async function dueDaysOf(database: Database): Promise<ReadonlyMap<string, number>> {
  const sources = Map.groupBy(await listSources(database), ({ uscc }) => uscc);
  return new Map([...sources].map(([uscc, own]) => [uscc, Math.max(...own.map(({ due_day }) => due_day))]));
}

/** What came of a tenant's files of a month that are not in force. */
export type Waiting = 'held' | 'needs_fixing' | 'refused' | 'withdrawn';

/**
 * Tenants whose files of a month do not count (yet), with the first arrival. A file that covers no month belongs to the
 * month that it was declared for, else to the month before it was received.
 */
export async function waitingTenants({ kysely }: Database, period: Period) {
  const { rows } = await sql<{ uscc: string; first_at: Date; stages: string[] }>`
    select uscc, min(received_at) as first_at, array_agg(distinct stage) as stages
    from delivery
    where uscc is not null and stage <> 'accepted' and case
      when exists (select from delivery_coverage where delivery_id = delivery.id)
        then exists (select from delivery_coverage where delivery_id = delivery.id and period = ${period})
      else coalesce(declared_period, to_char((received_at at time zone 'Asia/Shanghai') - interval '1 month', 'YYYY-MM')) = ${period} end
    group by uscc`.execute(kysely);
  const order = ['needs_confirming', 'needs_fixing', 'refused', 'withdrawn'] as const;
  return new Map(
    rows.map(({ uscc, first_at, stages }) => {
      const stage = order.find((one) => stages.includes(one)) ?? 'refused';
      const state: Waiting = stage === 'needs_confirming' ? 'held' : stage;
      return [uscc, { state, first_at }] as const;
    }),
  );
}
