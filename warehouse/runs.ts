import type pg from 'pg';
import type { Database } from './database.ts';

const runLock = 7_001;

export type RunState = 'done' | 'refused' | 'failed';

/** A run under way. Its lock is held for as long as its program lives, so that a dead run can be told from a slow one. */
export interface Run {
  readonly id: string;
  finish(outcome: {
    state: RunState;
    counts: object;
    stations: object;
    message: string | null;
    at: Date;
  }): Promise<void>;
}

export async function startRun(
  { pool, kysely }: Database,
  job: string,
  slot: string,
  toldNow: Date,
  at: Date,
): Promise<Run> {
  const client: pg.PoolClient = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ id: string }>(
      `insert into job_run (job, slot, told_now, started_at, state) values ($1, $2, $3, $4, 'running') returning id`,
      [job, slot, toldNow, at],
    );
    const id = (rows[0] as { id: string }).id;
    await client.query('select pg_advisory_lock($1, $2)', [runLock, Number(id)]);
    await client.query('commit');
    return {
      id,
      finish: async ({ state, counts, stations, message, at }) => {
        try {
          await kysely
            .updateTable('job_run')
            .set({
              state,
              finished_at: at,
              counts: JSON.stringify(counts),
              stations: JSON.stringify(stations),
              message,
            })
            .where('id', '=', id)
            .execute();
        } finally {
          client.release(true);
        }
      },
    };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Runs whose program is gone (killed, power cut) are told apart from running ones, and said to be interrupted. */
export async function markInterrupted({ pool }: Database, at: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `with dead as (
       select id from job_run where state = 'running' and pg_try_advisory_xact_lock($1, id::integer)
     )
     update job_run set state = 'interrupted', finished_at = $2 where id in (select id from dead)`,
    [runLock, at],
  );
  return rowCount ?? 0;
}

export async function listRuns({ kysely }: Database, limit = 20) {
  return kysely.selectFrom('job_run').selectAll().orderBy('id', 'desc').limit(limit).execute();
}
