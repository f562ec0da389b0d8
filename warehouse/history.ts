import type { Database } from './database.ts';

/** What is in force for some tenants, with lines, of all months. */
export async function inForceOf(database: Database, usccs: readonly string[]) {
  return inForceWhere(database, 'uscc', usccs);
}

/** What is in force in some months, with lines, for all tenants. */
export async function inForceIn(database: Database, periods: readonly string[]) {
  return inForceWhere(database, 'period', periods);
}

async function inForceWhere({ kysely }: Database, column: 'uscc' | 'period', values: readonly string[]) {
  if (values.length === 0) return [];
  const rows = await kysely
    .selectFrom('in_force')
    .select(['uscc', 'customs_mode', 'flow', 'period', 'delivery_id', 'lake_file', 'lines'])
    .where(column, 'in', [...values])
    .where('lines', '>', '0')
    .orderBy('uscc')
    .orderBy('period')
    .orderBy('customs_mode')
    .orderBy('flow')
    .execute();
  return rows.map((row) => ({ ...row, lines: Number(row.lines) }));
}

/** Returns and cancellations in force for some tenants. */
export async function eventsInForceOf({ kysely }: Database, usccs: readonly string[]) {
  if (usccs.length === 0) return [];
  const rows = await kysely
    .selectFrom('event_in_force')
    .selectAll()
    .where('uscc', 'in', [...usccs])
    .where('events', '>', '0')
    .orderBy('uscc')
    .orderBy('period')
    .orderBy('customs_mode')
    .orderBy('flow')
    .execute();
  return rows.map(({ events, ...row }) => ({ ...row, lines: Number(events) }));
}

/** Records of tenants' customs messages, of every delivery that was not taken back, the oldest first. */
export async function messageFilesOf(
  { kysely }: Database,
  usccs: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (usccs.length === 0) return new Map();
  const rows = await kysely
    .selectFrom('delivery')
    .select(['uscc', 'message_file'])
    .where('uscc', 'in', [...usccs])
    .where('message_file', 'is not', null)
    .where('stage', '<>', 'withdrawn')
    .orderBy('received_at')
    .orderBy('file_time')
    .orderBy('sha256')
    .execute();
  const by = Map.groupBy(rows, ({ uscc }) => uscc as string);
  return new Map([...by].map(([uscc, own]) => [uscc, own.map(({ message_file }) => message_file as string)]));
}
