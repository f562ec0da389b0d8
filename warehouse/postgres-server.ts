import { existsSync } from 'node:fs';
import { readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './postgres-files.ts';
import { fatalLine, run, scratchBeside, sweepScratch } from './postgres-programs.ts';
import { messageOf } from './postgres-refusals.ts';

export const port = 5432;
const logName = 'server.log';
const pidName = 'postmaster.pid';
const settings = {
  listen_addresses: '',
  port,
  fsync: 'on',
  max_connections: 100,
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  lc_messages: 'C',
};

/** The failure, unless it is that another process was faster. */
export async function tryToStart(cluster: Cluster): Promise<unknown[]> {
  try {
    await start(cluster);
    return [];
  } catch (error) {
    return existsSync(join(cluster.folder, pidName)) ? [] : [error];
  }
}

async function start(cluster: Cluster): Promise<void> {
  await dropForeignLocks(cluster.folder, cluster.sockets);
  // The name of the folder could hold a quote, and pg_ctl hands these options to a shell.
  const sockets = cluster.sockets === cluster.folder ? '.' : cluster.sockets;
  const options = Object.entries({ ...settings, unix_socket_directories: sockets });
  const log = join(cluster.folder, logName);
  const words = options.map(([name, value]) => `-c ${name}='${value}'`).join(' ');
  const wait = ['-w', '-t', '30'];
  await run(cluster, 'pg_ctl', ['start', '-D', cluster.folder, '-l', log, '-o', words, '-s', ...wait]);
}

export async function stop(cluster: Cluster, folder: string, mode: 'fast' | 'immediate'): Promise<void> {
  await run(cluster, 'pg_ctl', ['stop', '-D', folder, '-m', mode, '-s', '-w']);
}

/** Moved away first, so that no other process finds it and starts it again while it is being deleted. */
export async function discard(cluster: Cluster): Promise<void> {
  const scratch = await scratchBeside(cluster.folder, cluster.account);
  const folder = join(scratch, 'content');
  if (existsSync(cluster.folder)) await rename(cluster.folder, folder);
  if (existsSync(join(folder, pidName))) {
    await dropForeignLocks(folder, cluster.sockets);
    // Fails where the file is left over from a crash. A server that lives on would end when it misses the file.
    await stop(cluster, folder, 'immediate').catch(() => {});
  }
  await sweepScratch(cluster.folder);
  if (cluster.sockets !== cluster.folder) await rm(cluster.sockets, { recursive: true, force: true });
}

/**
 * After a crash PostgreSQL takes its lock files for valid when their number now belongs to another process of the same
 * user, or to a zombie that no init reaps: both are usual in containers.
 */
async function dropForeignLocks(folder: string, sockets: string): Promise<void> {
  for (const file of [join(folder, pidName), join(sockets, `.s.PGSQL.${port}.lock`)]) {
    const [pid] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    if (pid && (await isForeign(pid, folder))) await rm(file, { force: true });
  }
}

/** False where /proc tells nothing: then the decision is PostgreSQL's. A zombie has an entry without a `cwd`. */
async function isForeign(pid: string, folder: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) !== (await realpath(folder));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync(`/proc/${pid}`);
  }
}

/** What to report: the failure with the line of the server's log that tells why. */
export async function notStarting(cluster: Cluster, cause: unknown): Promise<Error> {
  const file = join(cluster.folder, logName);
  const recent = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').slice(-20);
  const line = fatalLine(recent.join('\n')) ?? recent.at(-1);
  return new Error(`${messageOf(cause)} (${file}: ${line})`, { cause });
}
