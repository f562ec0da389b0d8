import { type SqlBool, sql } from 'kysely';
import {
  crossed,
  type Dimension,
  details,
  type Indicator,
  type IndicatorId,
  indicators,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { alone, type Database } from './database.ts';
import type { Select, Selection } from './series-cells.ts';
import type { VintageRelease } from './series-points.ts';

export interface Availability {
  /** For each dimension the codes that stand beside what is asked for in the others, with the cells of each. */
  readonly codes: readonly { readonly dimension: Dimension; readonly code: string; readonly cells: number }[];
  /** Cells of a month that the query would have, and how many of them some release holds. */
  readonly cells: number;
  readonly held: number;
  /** The months that hold any of them; null when none does. */
  readonly from: Period | null;
  readonly to: Period | null;
}

const detailOf = sql.raw(
  `case ${details.map((one) => `when ${one} <> '_T' then '${one}'`).join(' ')} else '_T' end`,
);
const detailCode = sql.raw(
  `case ${details.map((one) => `when ${one} <> '_T' then ${one}`).join(' ')} else '_T' end`,
);

/** Notes the cells of releases that were published since it last looked. Whoever comes second waits, and finds it done. */
export async function noteKnownCells(database: Database): Promise<void> {
  if ((await unknownReleases(database)).length === 0) return;
  await alone(database, 'known_cell', async () => {
    const keys = await unknownReleases(database);
    if (keys.length === 0) return;
    await database.kysely.transaction().execute(async (writing) => {
      await sql`
        insert into known_cell
        select indicator, park, mode, flow, ${detailOf} as detail, ${detailCode} as code,
          array_agg(release_key order by release_key) as release_keys
        from observation where release_key = any(${keys}) group by 1, 2, 3, 4, 5, 6
        on conflict (indicator, park, mode, flow, detail, code)
        do update set release_keys = known_cell.release_keys || excluded.release_keys`.execute(writing);
      await writing
        .insertInto('known_release')
        .values(keys.map((release_key) => ({ release_key })))
        .execute();
    });
  });
}

async function unknownReleases({ kysely }: Database): Promise<number[]> {
  const rows = await kysely
    .selectFrom('release')
    .select('release_key')
    .where('release_key', 'not in', kysely.selectFrom('known_release').select('release_key'))
    .execute();
  return rows.map(({ release_key }) => release_key);
}

function isCode(column: string, codes: Selection = [total]) {
  return codes === '*' ? sql<SqlBool>`true` : sql<SqlBool>`${sql.ref(column)} = any(${[...codes]})`;
}

/** The detail asked for, if any; its total is a cell without detail. */
function isDetail(select: Select) {
  const named = details.find((detail) => select[detail] !== undefined);
  const codes = named ? (select[named] as Selection) : [total];
  if (!named) return sql<SqlBool>`detail = ${total}`;
  if (codes === '*') return sql<SqlBool>`detail in (${named}, ${total})`;
  const withTotal = codes.includes(total) ? sql<SqlBool>`or detail = ${total}` : sql``;
  return sql<SqlBool>`(detail = ${named} and code = any(${[...codes]}) ${withTotal})`;
}

/** The codes that a query names; the total of those that it wants in full. */
function namedCells(select: Select): Select {
  return Object.fromEntries(
    Object.entries(select).map(([dimension, codes]) => [dimension, codes === '*' ? [total] : codes]),
  );
}

/** What there is beside a selection in some releases: from the distinct cells, never from the observations. */
export async function readAvailability(
  database: Database,
  indicator: IndicatorId,
  select: Select,
  releases: readonly VintageRelease[],
): Promise<Availability> {
  const id = (indicators[indicator] as Indicator).made === 'vintage' ? 'active_tenants' : indicator;
  const keys = releases.map(({ release_key }) => release_key);
  const named = namedCells(select);
  const { rows } = await sql<{ dimension: string; code: string; cells: number }>`
    with cell as materialized (
      select *, ${isCode('park', select.park)} as is_park, ${isCode('mode', select.mode)} as is_mode,
        ${isCode('flow', select.flow)} as is_flow, ${isDetail(select)} as is_detail,
        ${isCode('park', named.park)} and ${isCode('mode', named.mode)} and ${isCode('flow', named.flow)}
          and ${isDetail(named)} as is_named
      from known_cell where indicator = ${id} and release_keys && ${keys}
    )
    select 'park' as dimension, park as code, count(*)::integer as cells from cell
    where is_mode and is_flow and is_detail group by park
    union all
    select 'mode', mode, count(*)::integer from cell where is_park and is_flow and is_detail group by mode
    union all
    select 'flow', flow, count(*)::integer from cell where is_park and is_mode and is_detail group by flow
    union all
    select detail, code, count(*)::integer from cell
    where is_park and is_mode and is_flow and detail <> '_T' group by detail, code
    union all
    select 'held', '', count(*)::integer from cell where is_park and is_mode and is_flow and is_detail
    union all
    select 'named', '', count(*)::integer from cell where is_named
    union all
    select 'release', release_key::text, 1 from (
      select distinct unnest(release_keys) as release_key from (
        select distinct release_keys from cell where is_park and is_mode and is_flow and is_detail
      ) as together
    ) as each_release`.execute(database.kysely);
  return told(rows, indicator, select, releases);
}

function told(
  rows: readonly { dimension: string; code: string; cells: number }[],
  indicator: IndicatorId,
  select: Select,
  releases: readonly VintageRelease[],
): Availability {
  const entry: Indicator = indicators[indicator];
  const count = (name: string) => rows.find(({ dimension }) => dimension === name)?.cells ?? 0;
  const held = count('held');
  const asked = Object.values(namedCells(select)).reduce(
    (product, codes) => product * (codes?.length ?? 1),
    1,
  );
  const with_any = new Set(
    rows.flatMap(({ dimension, code }) => (dimension === 'release' ? [Number(code)] : [])),
  );
  const months = releases.filter(({ release_key }) => with_any.has(release_key)).map(({ period }) => period);
  return {
    codes: rows
      .filter(({ dimension }) => entry.breakdowns.includes(dimension as Dimension))
      .map((row) => ({ ...row, dimension: row.dimension as Dimension }))
      .sort((a, b) => (a.dimension === b.dimension ? (a.code < b.code ? -1 : 1) : 0)),
    cells: held + asked - count('named'),
    held,
    from: (months[0] as Period | undefined) ?? null,
    to: (months.at(-1) as Period | undefined) ?? null,
  };
}

/** The dimensions of which the codes asked for leave nothing, each alone: without it there would be something. */
export async function blockingDimensions(
  database: Database,
  indicator: IndicatorId,
  select: Select,
  releases: readonly VintageRelease[],
): Promise<Dimension[]> {
  const dimensions = [...crossed, ...details].filter((dimension) => select[dimension] !== undefined);
  const found: Dimension[] = [];
  for (const dimension of dimensions) {
    const without = { ...select, [dimension]: '*' as Selection };
    if ((await readAvailability(database, indicator, without, releases)).held > 0) found.push(dimension);
  }
  return found;
}
