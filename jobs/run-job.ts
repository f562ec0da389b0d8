import { Refusal } from '../catalogue/refusal.ts';
import { startRun } from '../warehouse/runs.ts';
import { clock } from './clock.ts';
import { diskFullText, isOutOfSpace } from './disk.ts';
import { type Log, withinRun } from './log.ts';
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

/**
 * Runs a job body and records the run: what it was told, how it ended, counts, milliseconds at each station. Whatever is
 * logged meanwhile bears the run's number.
 */
export async function runJob<T extends JobResult>(
  program: Program,
  job: JobName,
  slot: string,
  now: Date,
  body: (station: Station, runId: string) => Promise<T>,
): Promise<T & { readonly runId: string }> {
  const run = await startRun(program.database, job, slot, now, clock());
  return withinRun({ job, run: run.id, slot }, async () => {
    const { log } = program;
    const started = performance.now();
    const passed = () => Math.round(performance.now() - started);
    const stations: Record<string, number> = {};
    log.info({ message: '开始 begun' });
    try {
      const result = await body(stationsOf(log, stations), run.id);
      const { counts } = result;
      await run.finish({ state: 'done', counts, stations, message: null, at: clock() });
      log.info({ state: 'done', duration_ms: passed(), counts, message: '完成 done' });
      return { ...result, runId: run.id };
    } catch (error) {
      const state = error instanceof Refusal ? 'refused' : 'failed';
      const message = messageOf(error);
      log[state === 'refused' ? 'warn' : 'error']({ state, duration_ms: passed(), message });
      await run.finish({ state, counts: {}, stations, message, at: clock() });
      throw error;
    }
  });
}

/** Notes the milliseconds of each station; one that is passed several times counts them all. */
function stationsOf(log: Log, stations: Record<string, number>): Station {
  return async (name, work) => {
    const started = performance.now();
    const ends = (message: string) => {
      const duration_ms = Math.round(performance.now() - started);
      stations[name] = (stations[name] ?? 0) + duration_ms;
      log.info({ station: name, duration_ms, message });
    };
    try {
      const done = await work();
      ends('完成 done');
      return done;
    } catch (error) {
      ends('中断 broken off');
      throw error;
    }
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Refusal) && isOutOfSpace(error)) return diskFullText;
  return error instanceof Error ? error.message : String(error);
}
