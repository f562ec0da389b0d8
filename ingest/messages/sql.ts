import { sql } from '../sql.ts';

/** The text of a query in `ingest/sql/messages/`. */
export function messageSql(name: string): string {
  return sql(`messages/${name}`);
}
