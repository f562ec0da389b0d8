import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../catalogue/roles.ts';
import type { Database } from './database.ts';
import { type DeliveryState, deliveryStates, stated } from './delivery-description.ts';
import { deliveryInScope } from './scope.ts';

export interface DeliveryFilter {
  readonly uscc?: string | undefined;
  readonly period?: string | undefined;
  readonly state?: DeliveryState | undefined;
  /** Whose deliveries are told; all when not given. */
  readonly scope?: Scope | undefined;
}

/**
 * Deliveries with their state. One that covers no month belongs to the month that it was declared for, else to the month
 * before it was received.
 */
function listed({ uscc, period, state, scope = 'all' }: DeliveryFilter): RawBuilder<unknown> {
  const ofPeriod = sql`case when covers then id in (select delivery_id from delivery_coverage where period = ${period})
    else coalesce(declared_period, to_char((received_at at time zone 'Asia/Shanghai') - interval '1 month', 'YYYY-MM')) = ${period} end`;
  const conditions = [
    uscc && sql`uscc = ${uscc}`,
    period && ofPeriod,
    state && sql`state = ${state}`,
    scope !== 'all' && deliveryInScope(scope),
  ].filter(Boolean) as RawBuilder<unknown>[];
  const chosen = conditions.length ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  return sql`select * from ${stated} as delivery ${chosen}`;
}

/** Ids of the deliveries that fit, the latest first, and how many there are in all. */
export async function findDeliveries(
  { kysely }: Database,
  filter: DeliveryFilter,
  limit: number,
  offset: number,
): Promise<{ ids: string[]; total: number }> {
  const fitting = listed(filter);
  const counted = await sql<{ total: string }>`select count(*) as total from (${fitting}) as fitting`.execute(
    kysely,
  );
  const { rows } = await sql<{ id: string }>`
    select id from (${fitting}) as fitting
    order by received_at desc, file_time desc, sha256 desc limit ${limit} offset ${offset}`.execute(kysely);
  return { ids: rows.map(({ id }) => id), total: Number(counted.rows[0]?.total) };
}

export async function countDeliveryStates(
  { kysely }: Database,
  period: string,
): Promise<Record<DeliveryState, number>> {
  const { rows } = await sql<{ state: DeliveryState; total: string }>`
    select state, count(*) as total from (${listed({ period })}) as fitting group by state`.execute(kysely);
  const counts = Object.fromEntries(deliveryStates.map((state) => [state, 0])) as Record<
    DeliveryState,
    number
  >;
  for (const { state, total } of rows) counts[state] = Number(total);
  return counts;
}

/** Whether there is a delivery that is told of: another's is as unknown as one that does not exist. */
export async function hasDelivery({ kysely }: Database, id: string, scope: Scope = 'all'): Promise<boolean> {
  const found = await kysely
    .selectFrom('delivery')
    .select('id')
    .where('id', '=', id)
    .where(deliveryInScope(scope))
    .executeTakeFirst();
  return found !== undefined;
}
