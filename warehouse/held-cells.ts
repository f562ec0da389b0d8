import { sql } from 'kysely';
import { type Detail, details, dimensions, type IndicatorId } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Database } from './database.ts';
import type { Select, Selection } from './series-cells.ts';
import { cellLimit } from './series-size.ts';

/** What stands in the observations of some releases. */
export interface Held {
  readonly indicators: readonly IndicatorId[];
  readonly select: Select;
  readonly releaseKeys: readonly number[];
}

/** How many observations some releases hold of the cells asked for; counting ends where it is too many in any case. */
export async function countHeld({ kysely }: Database, held: Held): Promise<number> {
  if (isNothing(held)) return 0;
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (
      select from observation where ${isHeld(held)} limit ${cellLimit + 1}
    ) as held`.execute(kysely);
  return Number(rows[0]?.count);
}

const columns = ['indicator', ...dimensions, 'period'] as const;
export type HeldColumn = (typeof columns)[number];

/** The codes that stand in each column, in order. */
export async function heldCodes(
  database: Database,
  held: Held,
): Promise<Readonly<Record<HeldColumn, readonly string[]>>> {
  const named = details.filter((detail) => held.select[detail] !== undefined);
  const isTotal = named.every((detail) => takesTotal(held.select[detail]));
  // A cell that names a detail has a parent that names none: the few parents tell the other codes.
  const parts = isTotal
    ? [
        codesIn(database, narrowed(held, named), columns),
        ...named.map((detail) =>
          codesIn(
            database,
            narrowed(
              held,
              named.filter((other) => other !== detail),
            ),
            [detail],
          ),
        ),
      ]
    : [codesIn(database, held, columns)];
  const found = new Map(columns.map((column) => [column, new Set<string>()]));
  for (const part of parts) for (const [column, code] of await part) found.get(column)?.add(code);
  return Object.fromEntries([...found].map(([column, codes]) => [column, [...codes].sort()])) as Record<
    HeldColumn,
    string[]
  >;
}

/** The cells that are total in some details. */
function narrowed(held: Held, inTotal: readonly Detail[]): Held {
  const totals = Object.fromEntries(inTotal.map((detail) => [detail, [total]]));
  return { ...held, select: { ...held.select, ...totals } };
}

function takesTotal(codes: Selection = [total]): boolean {
  return codes === '*' || codes.includes(total);
}

async function codesIn(
  { kysely }: Database,
  held: Held,
  of: readonly HeldColumn[],
): Promise<[HeldColumn, string][]> {
  if (isNothing(held)) return [];
  const names = of.map((column) => sql.ref(column));
  const { rows } = await sql<Partial<Record<HeldColumn, string | null>>>`
    select ${sql.join(names)} from observation where ${isHeld(held)}
    group by grouping sets (${sql.join(names.map((name) => sql`(${name})`))})`.execute(kysely);
  return rows.flatMap((row) =>
    of.flatMap((column): [HeldColumn, string][] => {
      const code = row[column];
      return code == null ? [] : [[column, code]];
    }),
  );
}

function isNothing({ indicators, releaseKeys }: Held): boolean {
  return indicators.length === 0 || releaseKeys.length === 0;
}

function isHeld({ indicators, select, releaseKeys }: Held) {
  const selected = dimensions.flatMap((dimension) => {
    const codes = select[dimension] ?? [total];
    return codes === '*' ? [] : sql`${sql.ref(dimension)} in (${sql.join(codes)})`;
  });
  return sql.join(
    [
      sql`indicator in (${sql.join(indicators)})`,
      sql`release_key in (${sql.join(releaseKeys)})`,
      ...selected,
    ],
    sql` and `,
  );
}
