import { sql } from 'kysely';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Scope } from '../catalogue/roles.ts';
import { isReason, silentMonths, type TenantLookup, turnover } from '../catalogue/turnover.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';
import { readTenantMonths } from './series-tenants.ts';

export interface ParkTenant {
  readonly uscc: string;
  readonly name_zh: string;
  readonly kind: string;
  /** In the month's release: whether it was due, had reported, and in time (null: no due day known, or not due). */
  readonly due: boolean;
  readonly received: boolean;
  readonly on_time: boolean | null;
  readonly active: boolean;
  /** Null where the months before are not known. */
  readonly is_new: boolean | null;
  readonly is_leaving: boolean | null;
  /** CNY of the month, without estimates; null without a line. */
  readonly value: string | null;
}

export interface ParkTenants {
  readonly release: string | null;
  readonly rows: ParkTenant[];
}

/** The tenants of a park in a released month, those that left in it included, as far as `scope` reaches; by name. */
export async function readParkTenants(
  database: Database,
  { park, period, asOf }: { readonly park: string; readonly period: Period; readonly asOf: Date | null },
  scope: Scope,
): Promise<ParkTenants> {
  const releases = await visibleReleases(database, asOf);
  const release = releases.find((one) => one.period === period);
  if (!release) return { release: null, rows: [] };
  const first = (releases[0]?.period ?? period) as Period;
  const near = releases.filter(
    (one) => one.period >= addMonths(period, -silentMonths) && one.period <= period,
  );
  const active = await activeIn(database, park, first, near);
  const [fresh, leaving] = [turnover.new_tenants(period, active), turnover.leaving_tenants(period, active)];
  const left = isReason(leaving) ? [] : [...leaving];
  const rows = await listed(database, park, release.release_key, left);
  const holds = (set: ReturnType<TenantLookup>, uscc: string) => (isReason(set) ? null : set.has(uscc));
  return {
    release: release.id,
    rows: rows
      .filter(({ uscc }) => mayTell(scope, park, uscc))
      .map((row) => ({
        ...row,
        active: holds(active(period), row.uscc) ?? row.value !== null,
        is_new: holds(fresh, row.uscc),
        is_leaving: holds(leaving, row.uscc),
      })),
  };
}

function mayTell(scope: Scope, park: string, uscc: string): boolean {
  return scope === 'all' || scope.parks.includes(park) || scope.tenants.includes(uscc);
}

async function activeIn(
  database: Database,
  park: string,
  first: Period,
  releases: Parameters<typeof readTenantMonths>[2],
): Promise<TenantLookup> {
  const months = await readTenantMonths(database, { park: [park] }, releases);
  return (period) => {
    const month = months.get(period);
    if (month === undefined) return period < first ? 'NO_BASE' : 'INCOMPLETE';
    if (month.known !== 'by_cell') return 'INCOMPLETE';
    return month.cells.get(`${park}|${total}|${total}`) ?? new Set();
  };
}

type Listed = Pick<ParkTenant, 'uscc' | 'name_zh' | 'kind' | 'due' | 'received' | 'on_time' | 'value'>;

async function listed(
  { kysely }: Database,
  park: string,
  releaseKey: number,
  left: readonly string[],
): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    with line as (
      select uscc, sum(cny) as cny from tenant_cell
      where release_key = ${releaseKey} and park = ${park} and not estimated group by uscc
    ),
    due as (select uscc, received, on_time from release_tenant where release_key = ${releaseKey} and park = ${park})
    select tenant.uscc, name_zh, kind, due.uscc is not null as due, coalesce(received, false) as received, on_time,
      line.cny::text as value
    from tenant left join due using (uscc) left join line using (uscc)
    where due.uscc is not null or line.uscc is not null or tenant.uscc = any(${[...left]})
    order by name_zh collate "C", tenant.uscc`.execute(kysely);
  return rows;
}
