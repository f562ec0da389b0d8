import { Refusal } from '../catalogue/refusal.ts';
import { startRun } from '../warehouse/runs.ts';
import { clock } from './clock.ts';
import { diskFullText, isOutOfSpace } from './disk.ts';
import type { Program } from './program.ts';

export type JobName =
  | 'registry'
  | 'collect'
  | 'close'
  | 'draft'
  | 'submit'
  | 'publish'
  | 'report'
  | 'roll_back'
  | 'simulate'
  | 'backup';
/** Runs one station of a job and notes how long it took. */
export type Station = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export interface JobResult {
  readonly counts: Readonly<Record<string, number>>;
}

/** Runs a job body and records the run: what it was told, how it ended, counts, seconds at each station. */
export async function runJob<T extends JobResult>(
  program: Program,
  job: JobName,
  slot: string,
  now: Date,
  body: (station: Station, runId: string) => Promise<T>,
): Promise<T & { readonly runId: string }> {
  const run = await startRun(program.database, job, slot, now, clock());
  const stations: Record<string, number> = {};
  const station: Station = async (name, work) => {
    const started = performance.now();
    try {
      return await work();
    } finally {
      stations[name] = Math.round((stations[name] ?? 0) + performance.now() - started);
    }
  };
  try {
    const result = await body(station, run.id);
    await run.finish({ state: 'done', counts: result.counts, stations, message: null, at: clock() });
    return { ...result, runId: run.id };
  } catch (error) {
    const state = error instanceof Refusal ? 'refused' : 'failed';
    await run.finish({
      state,
      counts: {},
      stations,
      message: messageOf(error),
      at: clock(),
    });
    throw error;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Refusal) && isOutOfSpace(error)) return diskFullText;
  return error instanceof Error ? error.message : String(error);
}
