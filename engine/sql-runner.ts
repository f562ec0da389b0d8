import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SqlAnswer, SqlFailure, SqlLimits, SqlOrder, SqlRelation, SqlReport } from './sql-protocol.ts';

export type { SqlAnswer, SqlFailure, SqlLimits, SqlRelation } from './sql-protocol.ts';

export interface SqlRunnerOptions {
  /** Holds the Parquet files of the relations. */
  readonly folder: string;
  readonly relations: readonly SqlRelation[];
  readonly memoryLimit: string;
  readonly threads: number;
  /** Statements that run at a time, and those that may wait for a place. */
  readonly atOnce: number;
  readonly waiting: number;
}

export interface SqlStatement {
  readonly sql: string;
  readonly current: { readonly name: string; readonly files: readonly string[] };
  readonly limits: SqlLimits;
  /** Only how it would run, as one cell of JSON: see sql-plan.ts. */
  readonly explain?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Processes over one set of files. */
export interface SqlRunner {
  /** `busy`: as many run and wait as may. */
  run(statement: SqlStatement): Promise<SqlAnswer | SqlFailure | 'busy'>;
  /** Ends the processes when what runs has ended. */
  close(): Promise<void>;
}

const worker = fileURLToPath(new URL('./sql-worker.ts', import.meta.url));
/** What a process may take of the machine's memory, code and stacks included, in kB; the system sees to it. */
const mostData = 1_600_000;
/** After an interrupt that is not heeded. */
const patienceMs = 1_000;
const idleMs = 5 * 60_000;

interface Worker {
  readonly process: ChildProcess;
  readonly ready: Promise<boolean>;
  idle: NodeJS.Timeout | undefined;
}

export function sqlRunner(options: SqlRunnerOptions): SqlRunner {
  const free: Worker[] = [];
  const queue: (() => void)[] = [];
  let running = 0;
  let closed = false;

  const take = (): Worker => {
    const known = free.pop();
    clearTimeout(known?.idle);
    return known ?? start(options);
  };
  const giveBack = (one: Worker) => {
    if (closed || one.process.exitCode !== null || one.process.signalCode !== null) return end(one);
    free.push(one);
    one.idle = setTimeout(() => {
      free.splice(free.indexOf(one), 1);
      end(one);
    }, idleMs);
    one.idle.unref();
  };
  return {
    run: async (statement) => {
      if (running >= options.atOnce && queue.length >= options.waiting) return 'busy';
      if (running >= options.atOnce) await new Promise<void>((turn) => queue.push(turn));
      else running += 1;
      const one = take();
      try {
        return await runOn(one, statement);
      } finally {
        giveBack(one);
        const next = queue.shift();
        if (next) next();
        else running -= 1;
      }
    },
    close: async () => {
      closed = true;
      for (const one of free.splice(0)) end(one);
    },
  };
}

function end({ process, idle }: Worker): void {
  clearTimeout(idle);
  process.kill('SIGKILL');
}

/** Started with nothing of our environment: what stands there is nobody's business. */
function start({ folder, relations, memoryLimit, threads }: SqlRunnerOptions): Worker {
  const child = spawn(
    '/bin/sh',
    ['-c', 'ulimit -d "$0" 2>/dev/null; exec "$@"', String(mostData), process.execPath, worker],
    { cwd: folder, env: { TZ: 'Asia/Shanghai' }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  );
  child.on('error', () => undefined);
  const ready = new Promise<boolean>((resolve) => {
    child.once('message', (report: SqlReport) => resolve(report.kind === 'ready'));
    child.once('exit', () => resolve(false));
  });
  send(child, { kind: 'open', relations, memoryLimit, threads });
  return { process: child, ready, idle: undefined };
}

function send(child: ChildProcess, order: SqlOrder): void {
  child.send(order, () => undefined);
}

async function runOn(
  { process: child, ready }: Worker,
  { sql, current, limits, explain = false, signal }: SqlStatement,
): Promise<SqlAnswer | SqlFailure> {
  if (!(await ready)) {
    child.kill('SIGKILL');
    return { kind: 'memory', message: 'not started' };
  }
  return new Promise((resolve) => {
    let stopped = false;
    let hard: NodeJS.Timeout | undefined;
    const stop = () => {
      stopped = true;
      send(child, { kind: 'interrupt' });
      hard = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    };
    const soft = setTimeout(stop, limits.milliseconds);
    const settle = (found: SqlAnswer | SqlFailure) => {
      clearTimeout(soft);
      clearTimeout(hard);
      signal?.removeEventListener('abort', stop);
      child.off('message', heard);
      child.off('exit', gone);
      resolve(found);
    };
    const heard = (report: SqlReport) => {
      if (report.kind === 'answer') settle(report.answer);
      if (report.kind === 'failed')
        settle(stopped ? { kind: 'interrupted', message: report.failure.message } : report.failure);
    };
    const gone = () => settle({ kind: stopped ? 'interrupted' : 'memory', message: 'ended' });
    child.on('message', heard);
    child.on('exit', gone);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    send(child, { kind: 'run', sql, current, limits, explain });
  });
}
