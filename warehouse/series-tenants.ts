import { sql } from 'kysely';
import type { Lookup, Point } from '../catalogue/comparison.ts';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason } from '../catalogue/status.ts';
import {
  type TenantLookup,
  type TenantSet,
  type TurnoverId,
  toDate,
  turnover,
} from '../catalogue/turnover.ts';
import type { Database } from './database.ts';
import { type Cell, isSelected, type Select } from './series-cells.ts';
import type { VintageRelease } from './series-points.ts';

/** The tenants with lines in a month by cell (`park|mode|flow`), and how far its release tells them. */
interface TenantMonth {
  readonly known: 'not' | 'in_total' | 'by_cell';
  readonly cells: Map<string, Set<string>>;
}
export type TenantMonths = ReadonlyMap<Period, TenantMonth>;

/** Who was active in some releases' months; a release made before tenants were kept by cell tells the city's only. */
export async function readTenantMonths(
  database: Database,
  select: Select,
  releases: readonly VintageRelease[],
): Promise<TenantMonths> {
  if (releases.length === 0) return new Map();
  const known = await knowledgeOf(database, releases);
  const months = new Map<number, TenantMonth>(
    releases.map(({ release_key }) => [
      release_key,
      { known: known.get(release_key) ?? 'not', cells: new Map() },
    ]),
  );
  const rows = await database.kysely
    .selectFrom('tenant_cell')
    .select(['release_key', 'uscc', 'park', 'mode', 'flow'])
    .where('release_key', 'in', [...months.keys()])
    .where('estimated', '=', false)
    .execute();
  for (const { release_key, uscc, ...codes } of rows)
    for (const cell of cellsWith(codes, select)) {
      const { cells } = months.get(release_key) as TenantMonth;
      cells.set(cell, (cells.get(cell) ?? new Set()).add(uscc));
    }
  return new Map(
    releases.map(({ period, release_key }) => [period as Period, months.get(release_key) as TenantMonth]),
  );
}

/** How far releases tell their tenants. */
async function knowledgeOf(
  { kysely }: Database,
  releases: readonly VintageRelease[],
): Promise<Map<number, TenantMonth['known']>> {
  const { rows } = await sql<{ release_key: number; has_totals: boolean; has_any: boolean }>`
    select release_key,
      exists (select from tenant_cell where release_key = release.release_key and park = ${total}) as has_totals,
      exists (select from tenant_cell where release_key = release.release_key)
        or exists (select from release_tenant where release_key = release.release_key) as has_any
    from release where release_key = any(${releases.map(({ release_key }) => release_key)})`.execute(kysely);
  return new Map(
    rows.map(({ release_key, has_totals, has_any }) => [
      release_key,
      has_totals ? 'in_total' : has_any ? 'by_cell' : 'not',
    ]),
  );
}

/** The cells asked for that a tenant with these codes is counted in. */
function cellsWith({ park, mode, flow }: Pick<Cell, 'park' | 'mode' | 'flow'>, select: Select): string[] {
  const codes = (dimension: 'park' | 'mode' | 'flow', code: string) =>
    [...new Set([code, total])].filter((one) => isSelected(select[dimension], one));
  return codes('park', park).flatMap((p) =>
    codes('mode', mode).flatMap((m) => codes('flow', flow).map((f) => `${p}|${m}|${f}`)),
  );
}

/** The two lookups of a count of tenants in a cell: by month, and to date. */
export function turnoverLookups(
  id: TurnoverId,
  cell: Cell,
  activePoint: Lookup,
  months: TenantMonths,
  first: Period,
): { at: Lookup; yearToDate: Lookup } {
  const active = activeLookup(cell, activePoint, months, first);
  const made = remembered((period) => turnover[id](period, active));
  const counted =
    (of: TenantLookup): Lookup =>
    (period) =>
      countPoint(activePoint(period), of(period));
  return {
    at: id === 'active_tenants' ? activePoint : counted(made),
    yearToDate: counted((period) => toDate(period, made)),
  };
}

function activeLookup(cell: Cell, activePoint: Lookup, months: TenantMonths, first: Period): TenantLookup {
  const inTotal = [cell.park, cell.mode, cell.flow].every((code) => code === total);
  return (period) => {
    const month = months.get(period);
    if (month === undefined) return period < first ? 'NO_BASE' : 'INCOMPLETE';
    const told = month.known === 'by_cell' || (month.known === 'in_total' && inTotal);
    // A park whose tenants did not report may have had active ones.
    if (!told || activePoint(period)?.reason === 'MISSING') return 'INCOMPLETE';
    return month.cells.get(`${cell.park}|${cell.mode}|${cell.flow}`) ?? new Set();
  };
}

/** Status, coverage and release are those of the month's active tenants; where these are not known, nothing is. */
function countPoint(active: Point | undefined, set: TenantSet): Point | undefined {
  if (active === undefined || active.value === null) return active;
  return typeof set === 'string'
    ? { ...active, value: null, reason: set as Reason }
    : { ...active, value: String(set.size), reason: null };
}

function remembered(of: TenantLookup): TenantLookup {
  const known = new Map<Period, TenantSet>();
  return (period) => {
    const found = known.get(period) ?? of(period);
    known.set(period, found);
    return found;
  };
}
