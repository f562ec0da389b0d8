import type { Database } from './database.ts';

export interface Slot {
  readonly job: string;
  readonly slot: string;
  readonly due_at: Date;
}

/** When a job's schedule became known here; set at the first call. Nothing due before is caught up. */
export async function scheduleKnownSince({ kysely }: Database, job: string, now: Date): Promise<Date> {
  await kysely
    .insertInto('job_schedule')
    .values({ job, known_since: now })
    .onConflict((on) =>
      on
        .column('job')
        .doUpdateSet({ known_since: now })
        // Known first to a clock that ran ahead.
        .where('job_schedule.known_since', '>', now),
    )
    .execute();
  const row = await kysely
    .selectFrom('job_schedule')
    .select('known_since')
    .where('job', '=', job)
    .executeTakeFirstOrThrow();
  return row.known_since;
}

/** Puts due slots; one that stands already stays as it is. */
export async function putSlots({ kysely }: Database, slots: readonly Slot[]): Promise<number> {
  if (slots.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await kysely
    .insertInto('job_slot')
    .values([...slots])
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0);
}

export const maxAttempts = 3;

const slotsLock = 'job_slot';

/**
 * Does the next due slot, unless another program is at one: slots follow on each other (a month is published after it
 * was collected), so one program works through them at a time. The lock lasts as long as the work does: a program that
 * dies lets go of it, and the slot is done by whoever looks next. What was done at an instant that is still to come, under
 * a clock that ran ahead, is done again when it is really due; an hour is more than two clocks ever differ.
 */
export async function doNextSlot(
  { pool }: Database,
  now: Date,
  work: (slot: Slot) => Promise<{ done: boolean; runId: string | null }>,
): Promise<Slot | undefined> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows: held } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock(hashtext($1)) as mine',
      [slotsLock],
    );
    if (!held[0]?.mine) {
      await client.query('rollback');
      return undefined;
    }
    const { rows } = await client.query<Slot>(
      `select job, slot, due_at from job_slot
       where due_at <= $1 and ((done_at is null and attempts < $2) or done_at > $1::timestamptz + interval '1 hour')
       order by due_at, case job when 'collect' then 0 when 'close' then 1 when 'publish' then 2 else 3 end, slot
       limit 1`,
      [now, maxAttempts],
    );
    const slot = rows[0];
    if (!slot) {
      await client.query('rollback');
      return undefined;
    }
    const { done, runId } = await work(slot);
    await client.query(
      'update job_slot set attempts = case when done_at is null then attempts + 1 else 1 end, done_at = case when $3 then $4::timestamptz end, run_id = $5 where job = $1 and slot = $2',
      [slot.job, slot.slot, done, now, runId],
    );
    await client.query('commit');
    return slot;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

export async function openSlots({ kysely }: Database) {
  return kysely.selectFrom('job_slot').selectAll().where('done_at', 'is', null).orderBy('due_at').execute();
}
