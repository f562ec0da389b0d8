import { sql } from 'kysely';
import type { Scope } from '../catalogue/roles.ts';
import type { Database } from './database.ts';
import { monthInScope, tenantInScope } from './scope.ts';

/** The value of a tenant's month, as the newest release of the month has it. */
export interface TenantMonth {
  readonly period: string;
  readonly release: string;
  /** CNY. */
  readonly value: string;
}

/** The latest months in which a tenant's value was published, the newest first. */
export async function tenantMonths(
  { kysely }: Database,
  uscc: string,
  count: number,
  scope: Scope = 'all',
): Promise<TenantMonth[]> {
  const { rows } = await sql<TenantMonth>`
    select newest.period, newest.id as release, sum(tenant_cell.cny)::text as value
    from (select distinct on (period) period, id, release_key from release order by period, number desc) as newest
    join tenant_cell using (release_key)
    where tenant_cell.uscc = ${uscc} and ${monthInScope(scope, sql`tenant_cell.uscc`, sql`newest.period`)}
    group by newest.period, newest.id
    order by newest.period desc
    limit ${count}`.execute(kysely);
  return rows;
}

export interface NamedTenant {
  readonly uscc: string;
  readonly name_zh: string;
  readonly parks: readonly string[];
}

/** Tenants told of, with the parks that it is or was in. */
export async function namedTenants({ kysely }: Database, scope: Scope = 'all'): Promise<NamedTenant[]> {
  const { rows } = await sql<NamedTenant>`
    select uscc, name_zh, array(
      select distinct park_id from membership where membership.uscc = tenant.uscc order by park_id
    ) as parks
    from tenant where ${tenantInScope(scope, sql`tenant.uscc`)} order by name_zh, uscc`.execute(kysely);
  return rows;
}
