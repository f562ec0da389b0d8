import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../catalogue/roles.ts';
import type { Database } from './database.ts';

/**
 * The one place that says whose tenant detail a reader sees. A park sees what is about months in which the tenant was a
 * member, on any day of them; what a month is not known of, a tenant's name for one, from the first membership on.
 */
type Told = RawBuilder<unknown>;

/** Whether what is about a tenant's month is told. */
export function monthInScope(scope: Scope, uscc: Told, period: Told): RawBuilder<boolean> {
  if (scope === 'all') return sql<boolean>`true`;
  const { tenants, parks } = scope;
  return sql<boolean>`(${uscc} = any(${[...tenants]}::text[]) or exists (
    select from membership as member
    where member.uscc = ${uscc} and member.park_id = any(${[...parks]}::text[])
      and member.from_day < (${period} || '-01')::date + interval '1 month'
      and (member.to_day is null or member.to_day > (${period} || '-01')::date)))`;
}

/** Whether a tenant is told of at all. */
export function tenantInScope(scope: Scope, uscc: Told): RawBuilder<boolean> {
  if (scope === 'all') return sql<boolean>`true`;
  const { tenants, parks } = scope;
  return sql<boolean>`(${uscc} = any(${[...tenants]}::text[]) or exists (
    select from membership as member where member.uscc = ${uscc} and member.park_id = any(${[...parks]}::text[])))`;
}

/**
 * Whether a row of `delivery` (or of the view `stated`, under that name) is told: of every month that it covers, or, where
 * it covers none, of the month that it belongs to. One that names no tenant is for those who see all.
 */
export function deliveryInScope(scope: Scope): RawBuilder<boolean> {
  if (scope === 'all') return sql<boolean>`true`;
  const own = monthInScope(scope, sql`delivery.uscc`, sql`covered.period`);
  return sql<boolean>`(delivery.uscc is not null and not exists (
    select from (
      select period from delivery_coverage where delivery_coverage.delivery_id = delivery.id
      union select period from event_coverage where event_coverage.delivery_id = delivery.id
      union select coalesce(delivery.declared_period,
        to_char((delivery.received_at at time zone 'Asia/Shanghai') - interval '1 month', 'YYYY-MM'))
      where not exists (select from delivery_coverage where delivery_coverage.delivery_id = delivery.id)
        and not exists (select from event_coverage where event_coverage.delivery_id = delivery.id)
    ) as covered
    where not ${own}))`;
}

/** The tenants told of in a month; null: all. */
export async function tenantsTold(
  { kysely }: Database,
  scope: Scope,
  period: string,
): Promise<ReadonlySet<string> | null> {
  if (scope === 'all') return null;
  if (scope.parks.length === 0) return new Set(scope.tenants);
  const { rows } = await sql<{ uscc: string }>`
    select uscc from tenant where ${monthInScope(scope, sql`tenant.uscc`, sql`${period}::text`)}`.execute(
    kysely,
  );
  return new Set(rows.map(({ uscc }) => uscc));
}

/** Whether a tenant is told of at all; one that is not registered is not. */
export async function isTold({ kysely }: Database, scope: Scope, uscc: string): Promise<boolean> {
  const { rows } = await sql`
    select from tenant where uscc = ${uscc} and ${tenantInScope(scope, sql`tenant.uscc`)}`.execute(kysely);
  return rows.length > 0;
}
