import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Of a delivery, what tells whether it is news. */
interface Recorded {
  readonly id: string;
  readonly received_at: Date;
  readonly file_time: Date;
  readonly refusal_id: string | null;
  readonly refusal_value: string | null;
}

/**
 * True when a delivery is recorded already. The same bytes again are the same delivery, which counts from its first
 * arrival, in whatever order arrivals are processed. What was refused is judged anew: its tenant may be registered by now.
 */
export async function meetAgain(
  { kysely }: Database,
  id: string,
  receivedAt: Date,
  fileTime: Date,
): Promise<boolean> {
  const known = await kysely.selectFrom('delivery').select('stage').where('id', '=', id).executeTakeFirst();
  if (!known || known.stage === 'refused') return false;
  await countFromFirst(kysely, id, receivedAt, fileTime);
  return true;
}

async function countFromFirst(
  kysely: Kysely<Tables>,
  id: string,
  receivedAt: Date,
  fileTime: Date,
): Promise<void> {
  await sql`
    with moved as (
      update delivery set received_at = ${receivedAt}, file_time = ${fileTime}
      where id = ${id} and (received_at, file_time) > (${receivedAt}::timestamptz, ${fileTime}::timestamptz)
      returning id
    )
    insert into delivery_step (delivery_id, at, state, actor) select id, ${receivedAt}::timestamptz, 'received', 'system' from moved`.execute(
    kysely,
  );
}

/**
 * Two programs may have taken in the same bytes at once: what the other has recorded stays as it is. What was refused and
 * no longer is, or for another reason, is news; the same refusal again is none.
 */
export async function onlyNews<T extends Recorded>(
  writing: Transaction<Tables>,
  deliveries: readonly T[],
): Promise<T[]> {
  if (deliveries.length === 0) return [];
  const known = await writing
    .selectFrom('delivery')
    .select(['id', 'stage', 'refusal_id', 'refusal_value'])
    .where(sql<boolean>`id = any(${deliveries.map(({ id }) => id)})`)
    .execute();
  const byId = new Map(known.map((one) => [one.id, one]));
  const isSame = ({ id, refusal_id, refusal_value }: Recorded) =>
    byId.get(id)?.refusal_id === refusal_id && byId.get(id)?.refusal_value === refusal_value;
  const again = deliveries.filter((one) => byId.get(one.id)?.stage === 'refused' && isSame(one));
  for (const one of again) await countFromFirst(writing, one.id, one.received_at, one.file_time);
  return deliveries.filter(
    (one) => (byId.get(one.id)?.stage ?? 'refused') === 'refused' && !again.includes(one),
  );
}

/** What a refused delivery says anew when its bytes come again: all but what makes it the same one. */
export const rewrittenFields =
  `source_id file_name file_time received_at format encoding template recognition part_count
  relation kept refusal_id refusal_value ignored_columns rows_read accepted rejected set_aside lake_file event_file
  message_file stage run_id`.split(/\s+/);
