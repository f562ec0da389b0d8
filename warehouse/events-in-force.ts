import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Returns and cancellations in force in a month, and, for the same tenants, modes and flows, in all months before. */
export async function eventsUpTo({ kysely }: Database, period: string) {
  const { rows } = await sql<{
    uscc: string;
    customs_mode: string;
    flow: string;
    period: string;
    delivery_id: string;
    event_file: string | null;
    by_message: boolean;
  }>`
    with standing as materialized (select * from event_in_force where period <= ${period} and events > 0)
    select standing.uscc, standing.customs_mode, standing.flow, standing.period, standing.delivery_id, standing.event_file,
      delivery.relation = 'line' as by_message
    from standing
    join delivery on delivery.id = standing.delivery_id
    where exists (
      select from standing as own
      where own.period = ${period} and own.uscc = standing.uscc and own.customs_mode = standing.customs_mode and own.flow = standing.flow
    )
    order by standing.uscc, standing.customs_mode, standing.flow, standing.period`.execute(kysely);
  return rows;
}

/** Lines in force up to a month for tenants, modes and flows with events in it. */
export async function linesOfEvents({ kysely }: Database, period: string) {
  const { rows } = await sql<{
    uscc: string;
    customs_mode: string;
    flow: string;
    period: string;
    delivery_id: string;
    lake_file: string | null;
    lines: string;
    rates: string[];
  }>`
    with own as materialized (
      select distinct uscc, customs_mode, flow from event_in_force where period = ${period} and events > 0
    )
    select uscc, customs_mode, flow, in_force.period, delivery_id, lake_file, lines, rates
    from in_force join own using (uscc, customs_mode, flow)
    where in_force.period <= ${period} and lines > 0
    order by uscc, customs_mode, flow, in_force.period`.execute(kysely);
  return rows.map((row) => ({ ...row, lines: Number(row.lines) }));
}

/** The months that a delivery can move: those that it covers, and those of events about its lines or beside its events. */
export async function monthsTouchedBy({ kysely }: Database, deliveryId: string): Promise<string[]> {
  const { rows } = await sql<{ period: string }>`
    with own as (
      select customs_mode, flow, period from delivery_coverage where delivery_id = ${deliveryId}
      union
      select customs_mode, flow, period from event_coverage where delivery_id = ${deliveryId}
    )
    select period from own
    union
    select event.period
    from event_in_force as event
    join own on own.customs_mode = event.customs_mode and own.flow = event.flow and own.period <= event.period
    where event.events > 0 and event.uscc = (select uscc from delivery where id = ${deliveryId})
    order by period`.execute(kysely);
  return rows.map(({ period }) => period);
}
