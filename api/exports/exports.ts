import { rm } from 'node:fs/promises';
import { Refusal } from '../../catalogue/refusal.ts';
import { type ExportJob, type ExportLimits, exportLimits, isOver } from './job.ts';
import type { Shelf } from './shelf.ts';
import type { Written } from './write.ts';

/** What is known when an export is asked for. */
export type NewExport = Pick<ExportJob, 'owner' | 'format' | 'asked' | 'citation' | 'file_name' | 'rows'>;

export interface Exports {
  add(wanted: NewExport): Promise<ExportJob>;
  find(id: string): Promise<ExportJob | undefined>;
  list(): Promise<ExportJob[]>;
  cancel(id: string): Promise<ExportJob | undefined>;
  fileOf(job: ExportJob): string;
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
  /** Takes up what the program left when it ended. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Writes the file; `told` hears of the rows written since it was last told, by status. */
export type WriteFile = (
  job: ExportJob,
  path: string,
  told: (rows: number, statuses: ExportJob['statuses']) => void,
  signal: AbortSignal,
) => Promise<Written>;

interface State {
  readonly shelf: Shelf;
  readonly write: WriteFile;
  readonly now: () => Date;
  readonly limits: ExportLimits;
  readonly jobs: Map<string, ExportJob>;
  readonly running: Map<string, { readonly abort: AbortController; readonly over: Promise<void> }>;
  closed: boolean;
}

/** Files that are too large for an answer, made one after the other; known again after a restart. */
export function createExports(
  shelf: Shelf,
  write: WriteFile,
  now: () => Date,
  limits: ExportLimits = exportLimits,
): Exports {
  const state: State = { shelf, write, now, limits, jobs: new Map(), running: new Map(), closed: false };
  const running = () => Promise.all([...state.running.values()].map(({ over }) => over));
  return {
    fileOf: shelf.fileOf,
    add: (wanted) => add(state, wanted),
    find: async (id) => {
      await sweep(state);
      return state.jobs.get(id);
    },
    list: async () => {
      await sweep(state);
      return [...state.jobs.values()].sort((a, b) => (a.asked_at > b.asked_at ? -1 : 1));
    },
    cancel: (id) => cancel(state, id),
    idle: async () => {
      while (state.running.size) await running();
    },
    start: () => start(state),
    close: async () => {
      state.closed = true;
      for (const { abort } of state.running.values()) abort.abort();
      await running();
    },
  };
}

async function add(state: State, wanted: NewExport): Promise<ExportJob> {
  await sweep(state);
  refuseTooMany([...state.jobs.values()], wanted, state.limits);
  const job = await put(state, waiting(wanted, state.now()));
  runNext(state);
  return job;
}

async function cancel(state: State, id: string): Promise<ExportJob | undefined> {
  const job = state.jobs.get(id);
  if (job && !isOver(job)) {
    await finish(state, id, { state: 'cancelled' });
    state.running.get(id)?.abort.abort();
  }
  return state.jobs.get(id);
}

/** What was not over when the program ended begins anew. */
async function start(state: State): Promise<void> {
  for (const job of await state.shelf.load())
    state.jobs.set(job.id, isOver(job) ? job : { ...job, ...fresh, state: 'waiting' });
  await sweep(state);
  runNext(state);
}

const fresh = { rows_written: 0, statuses: {} } as const;

async function put({ jobs, shelf }: State, job: ExportJob): Promise<ExportJob> {
  jobs.set(job.id, job);
  await shelf.save(job);
  return job;
}

/** What has expired goes, and the oldest while the files are too large together. */
async function sweep(state: State): Promise<void> {
  const { jobs, now, limits } = state;
  for (const job of jobs.values())
    if (job.expires_at !== null && new Date(job.expires_at) <= now()) await drop(state, job);
  const done = [...jobs.values()].filter((job) => job.state === 'done');
  done.sort((a, b) => (a.asked_at < b.asked_at ? -1 : 1));
  let bytes = done.reduce((sum, job) => sum + (job.bytes ?? 0), 0);
  // The newest stays: who asked for it has not had it yet.
  for (const job of done.slice(0, -1)) {
    if (bytes <= limits.bytes) break;
    bytes -= job.bytes ?? 0;
    await drop(state, job);
  }
}

async function drop({ jobs, shelf }: State, job: ExportJob): Promise<void> {
  jobs.delete(job.id);
  await shelf.remove(job.id);
}

async function finish(state: State, id: string, outcome: Partial<ExportJob>): Promise<void> {
  const latest = state.jobs.get(id);
  if (!latest || isOver(latest)) return;
  const at = state.now();
  const expires = new Date(at.getTime() + state.limits.keptMs);
  await put(state, {
    ...latest,
    finished_at: at.toISOString(),
    expires_at: expires.toISOString(),
    ...outcome,
  });
  await sweep(state);
}

function runNext(state: State): void {
  const { jobs, running, limits } = state;
  for (const job of jobs.values()) {
    if (state.closed || running.size >= limits.atOnce) return;
    if (job.state !== 'waiting') continue;
    const abort = new AbortController();
    jobs.set(job.id, { ...job, ...fresh, state: 'running' });
    const over = run(state, job, abort.signal).finally(() => {
      running.delete(job.id);
      runNext(state);
    });
    running.set(job.id, { abort, over });
  }
}

async function run(state: State, job: ExportJob, signal: AbortSignal): Promise<void> {
  const told = (rows: number, statuses: ExportJob['statuses']) => {
    const latest = state.jobs.get(job.id);
    if (latest && !isOver(latest))
      state.jobs.set(job.id, {
        ...latest,
        rows_written: latest.rows_written + rows,
        statuses: sum(latest, statuses),
      });
  };
  const path = state.shelf.fileOf(job);
  try {
    const written = await state.write(job, path, told, signal);
    await finish(state, job.id, { state: 'done', ...written });
  } catch (error) {
    // What the program's end broke off is taken up at the next start.
    if (!state.closed) await finish(state, job.id, { state: 'failed', problem: problemOf(error) });
  }
  if (state.jobs.get(job.id)?.state !== 'done') await rm(path, { force: true });
}

function waiting(wanted: NewExport, at: Date): ExportJob {
  return {
    id: crypto.randomUUID(),
    ...wanted,
    state: 'waiting',
    ...fresh,
    bytes: null,
    sha256: null,
    asked_at: at.toISOString(),
    finished_at: null,
    expires_at: null,
    problem: null,
  };
}

function sum({ statuses }: ExportJob, more: ExportJob['statuses']): ExportJob['statuses'] {
  const counts: Record<string, number> = { ...statuses };
  for (const [status, count] of Object.entries(more)) counts[status] = (counts[status] ?? 0) + count;
  return counts;
}

function refuseTooMany(jobs: readonly ExportJob[], { owner, rows }: NewExport, limits: ExportLimits): void {
  if (rows > limits.rows)
    throw new Refusal(
      'too_large',
      {
        zh: `导出约${rows}行，超过上限${limits.rows}行，请缩小时间范围或分组`,
        en: `The export would have about ${rows} rows, over the limit of ${limits.rows}: narrow the months or the breakdown`,
      },
      { rows, limit: limits.rows },
    );
  const unfinished = jobs.filter((job) => !isOver(job));
  const own = unfinished.filter((job) => job.owner === owner).length;
  if (unfinished.length < limits.waiting && own < limits.ofReader) return;
  throw new Refusal(
    'busy',
    {
      zh: '未完成的导出过多，请等其完成后再试',
      en: 'Too many exports are not done yet: try again when they are',
    },
    { seconds: 30, unfinished: own },
  );
}

function problemOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return '磁盘已满，请联系管理员 | The disk is full: tell an administrator';
  return '程序内部错误，请重新导出；持续出现请联系管理员 | A fault of the program: export again; if it stays so, tell an administrator';
}
