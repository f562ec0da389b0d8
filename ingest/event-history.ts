import { lakeEvent } from '../catalogue/event-template.ts';
import { type Duck, literal } from '../engine/duckdb.ts';
import { type EventsInForce, lakeLines, type MonthInForce, monthTable } from './file-history.ts';
import { sql } from './sql.ts';

/** Makes `history.line_in_force` of what is in force. */
export async function viewLinesInForce(duck: Duck, lines: readonly MonthInForce[]): Promise<void> {
  await monthTable(duck, 'history.month', lines);
  await lakeLines(duck, 'history.lake_line', lines);
  await duck.run(`create view history.line_in_force as ${sql('history/line_in_force')}`);
}

/** Makes `history.event_month` and `history.lake_event`: returns and cancellations in force, and the files that hold them. */
export async function viewEvents(duck: Duck, events: readonly EventsInForce[]): Promise<void> {
  const months = events.map(({ event_file, ...month }) => ({ ...month, lake_file: event_file }));
  await monthTable(duck, 'history.event_month', months);
  const files = [...new Set(events.map(({ event_file }) => event_file))];
  if (files.length === 0) return duck.table('history.lake_event', lakeEvent, []);
  await duck.run(
    `create view history.lake_event as select * from read_parquet([${files.map(literal).join(', ')}])`,
  );
}
