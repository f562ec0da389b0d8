import { sql } from 'kysely';
import { type Dimension, dimensions, type IndicatorId } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Database } from './database.ts';
import type { Select } from './series-cells.ts';
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
export type HeldColumn = 'indicator' | 'period' | Dimension;

/** The codes that stand in each column, in order. */
export async function heldCodes(
  { kysely }: Database,
  held: Held,
): Promise<Readonly<Record<HeldColumn, readonly string[]>>> {
  const found = Object.fromEntries(columns.map((column) => [column, [] as string[]])) as Record<
    HeldColumn,
    string[]
  >;
  if (isNothing(held)) return found;
  const names = columns.map((column) => sql.ref(column));
  const { rows } = await sql<Record<HeldColumn, string | null>>`
    select ${sql.join(names)} from observation where ${isHeld(held)}
    group by grouping sets (${sql.join(names.map((name) => sql`(${name})`))})`.execute(kysely);
  for (const row of rows)
    for (const column of columns) if (row[column] !== null) found[column].push(row[column]);
  for (const column of columns) found[column].sort();
  return found;
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
