import type { Database } from './database.ts';

/** What is in force for some tenants, with lines, of all months. */
export async function inForceOf({ kysely }: Database, usccs: readonly string[]) {
  if (usccs.length === 0) return [];
  const rows = await kysely
    .selectFrom('in_force')
    .select(['uscc', 'customs_mode', 'flow', 'period', 'delivery_id', 'lake_file', 'lines'])
    .where('uscc', 'in', [...usccs])
    .where('lines', '>', '0')
    .orderBy('uscc')
    .orderBy('period')
    .orderBy('customs_mode')
    .orderBy('flow')
    .execute();
  return rows.map((row) => ({ ...row, lines: Number(row.lines) }));
}
