import type { Duck } from '../../engine/duckdb.ts';
import { viewEvents, viewLinesInForce } from '../event-history.ts';
import type { History } from '../file-rules.ts';
import { messageSql } from './sql.ts';

/** Lists of returns that came by table. Lines are looked through only where a return asks for them. */
export async function holdTableLists(duck: Duck, isBefore: boolean): Promise<void> {
  await duck.run(`create or replace table judged.message_asked_list as ${messageSql('message_asked_list')}`);
  const [asked] = await duck.rows<{ lists: string }>(
    'select count(*)::varchar as lists from judged.message_asked_list',
  );
  const found = messageSql(isBefore ? 'message_returned_before' : 'message_table_list');
  const none = "select '' as list_key, '' as trade_mode where false";
  await duck.run(
    `create or replace table judged.message_table_list as ${asked?.lists === '0' ? none : found}`,
  );
}

/** What the tenant has in force, for returns to look at. */
export async function viewInForce(
  duck: Duck,
  { lines, events }: Pick<History, 'lines' | 'events'>,
): Promise<void> {
  // A session may assemble one file after another.
  await duck.run('drop schema if exists history cascade');
  await duck.run('create schema history');
  await viewLinesInForce(
    duck,
    lines.filter(({ flow }) => flow === 'import'),
  );
  await viewEvents(duck, events);
}
