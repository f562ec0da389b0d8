import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, chmod, chown, link, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, buildOnce, findPrograms, ignoring, type Runner, run } from './postgres-programs.ts';
import { unavailable } from './postgres-refusals.ts';

export const superuser = 'parkstat';

export interface Cluster extends Runner {
  /** PostgreSQL's data directory. */
  readonly folder: string;
  readonly sockets: string;
  readonly password: string;
}

/** What a data folder keeps about its cluster, wherever the cluster stands. */
export function homeOf(dataDir: string): string {
  return join(dataDir, 'postgres');
}

export function hasCluster(dataDir: string): boolean {
  return existsSync(join(homeOf(dataDir), 'identity.json'));
}

/**
 * Where the cluster of a data folder stands. PostgreSQL refuses to run as root, so root runs it as `nobody`,
 * with programs and cluster in a folder that `nobody` can reach, as the project and the data folder may be
 * below a closed home. A cluster that an ordinary user made stays where it is and keeps its owner.
 */
export async function locateCluster(dataDir: string): Promise<Cluster> {
  if (process.platform === 'win32') {
    throw unavailable('内置数据库不支持 Windows。', 'The built-in database does not run on Windows.');
  }
  const home = homeOf(dataDir);
  const { id, password } = await identity(home);
  const inPlace = join(home, 'cluster');
  const isRoot = process.getuid?.() === 0;
  const shelf = isRoot ? await sharedShelf(id) : home;
  const folder = !isRoot || existsSync(inPlace) ? inPlace : join(shelf, `cluster-${id}`);
  const account = isRoot ? await accountFor(folder) : undefined;
  const programs = await findPrograms(shelf, isRoot);
  return { folder, programs, sockets: socketFolder(folder, id), password, account };
}

/** Runs initdb unless the cluster exists. */
export async function initialise(cluster: Cluster, dataDir: string): Promise<void> {
  const mark = join(homeOf(dataDir), 'initialised');
  if (!existsSync(cluster.folder)) {
    if (existsSync(mark)) throw lost(cluster.folder, dataDir);
    await buildOnce(cluster.folder, (draft) => initdb(cluster, draft), cluster.account);
  }
  await writeFile(mark, '');
}

function lost(folder: string, dataDir: string): Error {
  return unavailable(
    `数据文件夹 ${dataDir} 的数据库 ${folder} 不见了。请恢复它；若确定不要旧数据，删除 ${homeOf(dataDir)} 后重新开始。`,
    `The database ${folder} of the data folder ${dataDir} is gone. Restore it, or delete ${homeOf(dataDir)} to begin without the old data.`,
  );
}

async function initdb(cluster: Cluster, draft: string): Promise<void> {
  const passwordFile = join(dirname(draft), 'password');
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.account) await chown(passwordFile, cluster.account.uid, cluster.account.gid);
  const locale = ['--encoding=UTF8', '--no-locale'];
  const access = [`--username=${superuser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await run(cluster, 'initdb', ['-D', draft, ...locale, ...access, '--no-instructions']);
}

interface Identity {
  readonly id: string;
  readonly password: string;
}

/** `link` gives the file its name only when complete and only once: processes that race end with one identity. */
async function identity(home: string): Promise<Identity> {
  const file = join(home, 'identity.json');
  if (!existsSync(file)) {
    await mkdir(home, { recursive: true });
    await chmod(home, 0o700);
    const draft = join(home, `identity-${randomBytes(6).toString('hex')}`);
    const fresh: Identity = {
      id: randomBytes(6).toString('hex'),
      password: randomBytes(24).toString('base64url'),
    };
    await writeFile(draft, JSON.stringify(fresh), { mode: 0o600, flush: true });
    await link(draft, file).catch(ignoring('EEXIST'));
    await rm(draft);
  }
  return JSON.parse(await readFile(file, 'utf8'));
}

/** A socket's path may have 103 bytes on macOS; a data folder deeper than that has its socket in /tmp. */
function socketFolder(cluster: string, id: string): string {
  return Buffer.byteLength(join(cluster, '.s.PGSQL.5432')) <= 100 ? cluster : `/tmp/parkstat-${id}`;
}

/** In /tmp anybody can take the name first, and would be handed the password. */
export async function ensureSocketFolder({ sockets, folder, account }: Cluster): Promise<void> {
  if (sockets === folder) return;
  const uid = account?.uid ?? process.getuid?.();
  const made = await mkdir(sockets, { mode: 0o700 }).then(() => true, ignoring('EEXIST'));
  if (made && account) await chown(sockets, account.uid, account.gid);
  const found = await lstat(sockets);
  if (found.isDirectory() && found.uid === uid) return;
  throw unavailable(`${sockets} 属于别的用户，请删除。`, `${sockets} belongs to another user: remove it.`);
}

async function accountFor(folder: string): Promise<Account> {
  if (existsSync(folder)) return stat(folder);
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  throw unavailable(
    'PostgreSQL 不能以 root 运行，而 /etc/passwd 中没有 nobody 用户。请改用普通用户运行。',
    'PostgreSQL refuses to run as root, and /etc/passwd has no user nobody. Run parkstat as an ordinary user.',
  );
}

/** The folder in which root keeps the programs and the clusters: the one that holds this cluster, or the first usable. */
async function sharedShelf(id: string): Promise<string> {
  const shelves = ['/var/lib/parkstat', '/tmp/parkstat-root'];
  const used = shelves.find((shelf) => existsSync(join(shelf, `cluster-${id}`)));
  const errors: unknown[] = [];
  for (const shelf of used ? [used] : shelves) {
    const error = await makeShelf(shelf).catch((reason: unknown) => reason);
    if (error === undefined) return shelf;
    errors.push(error);
  }
  throw new AggregateError(errors, errors.join('; '));
}

async function makeShelf(shelf: string): Promise<void> {
  await mkdir(shelf, { recursive: true });
  const found = await lstat(shelf);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${shelf} is not a folder of root`);
  await chmod(shelf, 0o755);
  await access(shelf, constants.W_OK);
}
