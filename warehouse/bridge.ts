import { sql } from 'kysely';
import { unknownCode } from '../catalogue/codes.ts';
import { total } from '../catalogue/mode.ts';
import { add, type Decimal, round } from '../catalogue/number.ts';
import type { Database } from './database.ts';

export interface BridgeRow {
  readonly park: string;
  readonly site_park: string;
  readonly lines: number;
  readonly cny: string;
}

/** Both totals of a park: of its tenants, and of the sites in it; amounts in yuan. */
export interface BridgePark {
  readonly park: string;
  readonly by_membership: string;
  readonly by_site: string;
  /** Of its tenants, by sites in the park itself. */
  readonly in_both: string;
  /** Of its tenants, by sites in other parks. */
  readonly elsewhere: string;
  /** Of its tenants, by no site or one in no park. */
  readonly unplaced: string;
  /** Of tenants of other parks, by sites in the park. */
  readonly from_others: string;
}

export interface Bridge {
  readonly rows: BridgeRow[];
  readonly parks: BridgePark[];
  readonly total: { readonly by_membership: string; readonly by_site: string; readonly unplaced: string };
  /** Each park's totals are the sums of their parts, and the city's total by site and unplaced that by membership. */
  readonly reconciles: boolean;
}

const unknownPark = unknownCode.code;

export interface BridgeScope {
  readonly mode: string;
  readonly flow: string;
}

/** The bridge of a release between attribution by membership and by supervision site. */
export async function readBridge(
  { kysely }: Database,
  release: number,
  { mode, flow }: BridgeScope,
): Promise<Bridge> {
  const { rows } = await sql<Omit<BridgeRow, 'lines'> & { lines: string }>`
    select park, site_park, sum(lines)::text as lines, sum(cny)::text as cny from bridge_cell
    where release_key = ${release} and (${mode} = ${total} or mode = ${mode}) and (${flow} = ${total} or flow = ${flow})
    group by park, site_park order by park, site_park`.execute(kysely);
  const cells = rows.map((row) => ({ ...row, lines: Number(row.lines) }));
  const names = [...new Set(rows.flatMap(({ park, site_park }) => [park, site_park]))];
  const parks = names.filter((park) => park !== unknownPark).toSorted();
  const shown = parks.map((park) => bridgePark(park, cells));
  const unplaced = sum(cells.filter(({ site_park }) => site_park === unknownPark));
  const all = { by_membership: sum(cells), by_site: sumOf(shown, 'by_site'), unplaced };
  const reconciles =
    shown.every(
      (one) =>
        one.by_membership === plus(one.in_both, one.elsewhere, one.unplaced) &&
        one.by_site === plus(one.in_both, one.from_others),
    ) &&
    all.by_membership === plus(all.by_site, all.unplaced) &&
    all.by_membership === sumOf(shown, 'by_membership');
  return { rows: cells, parks: shown, total: all, reconciles };
}

function bridgePark(park: string, cells: readonly BridgeRow[]): BridgePark {
  const own = cells.filter((cell) => cell.park === park);
  const here = cells.filter((cell) => cell.site_park === park);
  return {
    park,
    by_membership: sum(own),
    by_site: sum(here),
    in_both: sum(own.filter(({ site_park }) => site_park === park)),
    elsewhere: sum(own.filter(({ site_park }) => site_park !== park && site_park !== unknownPark)),
    unplaced: sum(own.filter(({ site_park }) => site_park === unknownPark)),
    from_others: sum(here.filter((cell) => cell.park !== park)),
  };
}

const plus = (...values: readonly Decimal[]): Decimal =>
  round(
    values.reduce((before, value) => add(before, value), '0'),
    2,
  );
const sum = (cells: readonly BridgeRow[]) => plus(...cells.map(({ cny }) => cny));
const sumOf = (parks: readonly BridgePark[], of: 'by_membership' | 'by_site') =>
  plus(...parks.map((one) => one[of]));
