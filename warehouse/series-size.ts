import { sql } from 'kysely';
import { dimensionCodes } from '../catalogue/codes.ts';
import { total } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';
import { dimensionsOf } from './series-grid.ts';
import { isRead, type Reading, type VintageRelease } from './series-points.ts';

/** Most cells of an answer; more are exported. */
export const cellLimit = 200_000;

/**
 * Refuses what would be too large before any of it is read. Few codes can never be too many cells; else the newest month
 * tells how many there are at least, and all months how many there are.
 */
export async function refuseUnread(
  database: Database,
  reading: Reading,
  releases: readonly VintageRelease[],
  months: number,
): Promise<void> {
  if ((await mostCells(database, reading)) * months <= cellLimit) return;
  refuseTooLarge((await countCells(database, reading, releases.slice(-1))) * months);
  refuseTooLarge((await cellsOf(database, reading, releases)) * months);
}

/** Of a month: every code of what is asked for with every other. */
async function mostCells({ kysely }: Database, { select }: Reading): Promise<number> {
  let cells = 1;
  for (const dimension of dimensionsOf(select)) {
    const codes = select[dimension] ?? '*';
    if (codes !== '*') cells *= codes.length;
    else if (dimension !== 'park') cells *= dimensionCodes[dimension].length + 1;
    else {
      const parks = await kysely
        .selectFrom('park')
        .select(kysely.fn.countAll<string>().as('parks'))
        .executeTakeFirst();
      cells *= Number(parks?.parks) + 1;
    }
  }
  return cells;
}

/** How many cells an answer has: those that some release holds, and those that the query names besides. */
export async function cellsOf(
  database: Database,
  reading: Reading,
  releases: readonly VintageRelease[],
): Promise<number> {
  // Of `*` the total is told in any case.
  const select = Object.fromEntries(
    dimensionsOf(reading.select).map((dimension) => {
      const codes = reading.select[dimension] ?? '*';
      return [dimension, codes === '*' ? [total] : codes];
    }),
  );
  const named = Object.values(select).reduce((product, codes) => product * new Set(codes).size, 1);
  const held = await countCells(database, { ...reading, select }, releases);
  return (await countCells(database, reading, releases)) + named - held;
}

/** Cells asked for that some of the releases hold. */
export async function countCells(
  { kysely }: Database,
  reading: Reading,
  releases: readonly VintageRelease[],
): Promise<number> {
  const named = dimensionsOf(reading.select);
  if (releases.length === 0) return 0;
  const { rows } = await sql<{ cells: string }>`
    select count(*) as cells from (
      select distinct ${named.length ? sql.join(named.map((dimension) => sql.ref(dimension))) : sql`1`} from observation
      where ${isRead(reading, releases, { onlyAsked: true })}
    ) as cell`.execute(kysely);
  return Number(rows[0]?.cells);
}

export function refuseTooLarge(cells: number): void {
  if (cells <= cellLimit) return;
  throw new Refusal(
    'too_large',
    {
      zh: `查询结果约${cells}个单元，超过一次回答的上限${cellLimit}；请缩小时间范围或分组，或用POST /api/v1/exports导出`,
      en: `The answer would have about ${cells} cells, over the limit of ${cellLimit}: narrow the months or the breakdown, or export it with POST /api/v1/exports`,
    },
    { cells, limit: cellLimit, export: '/api/v1/exports' },
  );
}
