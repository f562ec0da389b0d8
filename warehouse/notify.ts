import type { Database } from './database.ts';

/** Channels on which programs hear of each other's work. */
export type Channel =
  | 'release_published'
  | 'registry_loaded'
  | 'deliveries_recorded'
  | 'report_written'
  | 'note_written'
  | 'estimate_changed'
  | 'draft_drawn'
  | 'access_changed';

export async function notify({ pool }: Database, channel: Channel, payload: string): Promise<void> {
  await pool.query('select pg_notify($1, $2)', [channel, payload]);
}
