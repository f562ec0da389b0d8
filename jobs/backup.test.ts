import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../api/app.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import type { Refusal } from '../catalogue/refusal.ts';
import { readTar, type TarMember, tarOf } from '../engine/tar.ts';
import { readTables } from '../warehouse/copies.ts';
import { listRuns } from '../warehouse/runs.ts';
import { backup } from './backup/backup.ts';
import { type Manifest, manifestName } from './backup/manifest.ts';
import { restore } from './backup/restore.ts';
import { collect } from './collect.ts';
import { lineFile, openTestServer, writeAt, writeRegistry } from './jobs.fixture.ts';
import { openProgram, type Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { report } from './report.ts';
import { secretOf, setSecret } from './secrets.ts';
import type { Settings } from './settings.ts';
import { verify } from './verify.ts';

const server = await openTestServer();
const folder = await mkdtemp(join(tmpdir(), 'parkstat-backup-'));
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (text: string) => new Date(`${text}+08:00`);
const period = parsePeriod('2026-10') as Period;
const backupAt = at('2026-11-17T08:00');
const file = join(folder, 'quiet.tar.zst');
let program: Program;

beforeAll(async () => {
  program = await server.program();
  const { dataDir } = program.settings;
  await registry(program, {
    folder: await writeRegistry(join(dataDir, 'registry')),
    now: at('2026-10-01T08:00'),
  });
  await handIn('a.csv', '10.00');
  await collect(program, { now: at('2026-11-09T08:00') });
  await publish(program, { period, now: at('2026-11-12T09:00') });
  await report(program, { period, now: at('2026-11-12T09:30'), park: '_T', formats: ['html'] });
  await writeAt(join(dataDir, 'site', '2026-10.1-abc', 'index.html'), 'baked');
  await writeAt(join(dataDir, 'site', 'making-1-abc', 'index.html'), 'half');
  await symlink('2026-10.1-abc', join(dataDir, 'site', 'current'));
  await setSecret(program, 'S1', 'p-example', at('2026-11-12T10:00'));
  await program.database.pool.query(
    `insert into job_slot (job, slot, due_at) values ('collect', '2026-11-13', '2026-11-13')`,
  );
  await backup(program, { file, now: backupAt, withKey: false });
});
afterAll(() => program.close());

const handIn = (name: string, amount: string, time = new Date('2026-11-08T01:00:00Z')) =>
  writeAt(
    join(program.settings.dataDir, 'inbox', 'S1', name),
    lineFile([
      { no: 1, released: '2026-10-01', amount },
      { no: 2, mode: '9610', released: '2026-10-02', amount: '20.5', hs: '3304', partner: 'JPN' },
    ]),
    time,
  );

async function brought<T>(from: string, work: (restored: Program) => Promise<T>): Promise<T> {
  const settings = await server.settings({ empty: true });
  await restore(settings, from, at('2026-11-20T08:00'));
  const restored = await openProgram(settings);
  try {
    return await work(restored);
  } finally {
    await restored.close();
  }
}

async function refusal(work: Promise<unknown>): Promise<Pick<Refusal, 'code' | 'details'>> {
  return work.then(
    () => {
      throw new Error('not refused');
    },
    ({ code, details, message }: Refusal) => {
      if (!code) throw new Error(message);
      return { code, details };
    },
  );
}

const addresses = [
  '/api/v1/series?indicator=trade_value&park=*&mode=*&partner=*&from=2026-10&to=2026-10',
  '/api/v1/series?indicator=trade_value&park=*&from=2026-10&to=2026-10&asOf=2026-11-13T00:00:00Z&format=csv',
  '/api/v1/releases/2026-10.1',
  '/api/v1/reports/2026-10.html?lang=zh',
];

/** What readers get, byte for byte. */
async function answers({ database }: Program, wanted = addresses): Promise<string[]> {
  const app = buildApp({
    database,
    siteDir: null,
    now: () => backupAt,
    access: { signIn: 'auto', published: 'open' },
  });
  try {
    const said: string[] = [];
    for (const url of wanted) {
      const { statusCode, rawPayload } = await app.inject({ url });
      expect([url, statusCode]).toEqual([url, 200]);
      said.push(rawPayload.toString('base64'));
    }
    return said;
  } finally {
    await app.close();
  }
}

/** Every row of every table, as text; what the backup is not about apart. */
async function rowsOf({ database }: Program): Promise<Record<string, string[]>> {
  const client = await database.pool.connect();
  try {
    const rows: Record<string, string[]> = {};
    for (const { name } of await readTables(client)) {
      const found = await client.query(
        `select one::text as row from "${name}" as one where '${name}' not in ('job_run', 'audit') order by 1`,
      );
      rows[name] = found.rows.map(({ row }) => row);
    }
    return rows;
  } finally {
    client.release();
  }
}

it('comes back whole in an empty place: rows, files, answers to the byte, and what can be verified', async () => {
  const expected = { rows: await rowsOf(program), answers: await answers(program) };
  await brought(file, async (restored) => {
    expect(await rowsOf(restored)).toEqual(expected.rows);
    expect(await answers(restored)).toEqual(expected.answers);
    expect(await verify(restored)).toEqual({ periods: 1, changed: [] });
    const { dataDir } = restored.settings;
    expect(await readFile(join(dataDir, 'site', 'current', 'index.html'), 'utf8')).toBe('baked');
    expect(await readdir(join(dataDir, 'site'))).toEqual(['2026-10.1-abc', 'current']);
    expect((await readdir(join(dataDir, 'reports', '2026-10'))).sort()).toEqual([
      '2026-10.1.en.html',
      '2026-10.1.zh.html',
    ]);
    const left = (await readdir(join(dataDir, 'tmp'))).filter((name) => !name.startsWith('duckdb-'));
    expect(left).toEqual([]);
    // What was begun before the backup goes on after it.
    const runs = await listRuns(restored.database);
    expect(runs.map(({ job, state }) => `${job} ${state}`)).toEqual([
      'report done',
      'publish done',
      'collect done',
      'registry done',
    ]);
    await handIn('d.csv', '11.00');
    await collect(restored, { now: at('2026-11-20T09:00') });
    expect((await publish(restored, { period, now: at('2026-11-20T10:00') })).runId).toBe('6');
  });
});

it('opens secrets only where the key is, and brings the key only when told to', async () => {
  const settings = await server.settings({ empty: true });
  expect(await restore(settings, file, backupAt)).toMatchObject({
    secrets_without_key: ['S1'],
    mails_given_up: 0,
    missing: [],
    releases: 1,
  });
  const withKey = join(folder, 'with-key.tar.zst');
  await backup(program, { file: withKey, now: backupAt, withKey: true });
  await brought(withKey, async (restored) => {
    expect(await secretOf(restored, 'S1')).toBe('p-example');
    expect((await stat(join(restored.settings.dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  });
  expect((await stat(withKey)).mode & 0o777).toBe(0o600);
});

it('is one state of everything while deliveries come and a month is published again', async () => {
  const during = join(folder, 'during.tar.zst');
  await handIn('b.csv', '12.00', new Date('2026-11-14T01:00:00Z'));
  const [, before] = await answers(program);
  const [result] = await Promise.all([
    backup(program, { file: during, now: backupAt, withKey: false }),
    collect(program, { now: at('2026-11-15T08:00') }).then(() =>
      publish(program, { period, now: at('2026-11-16T09:00') }),
    ),
  ]);
  expect(result.missing).toEqual([]);
  await brought(during, async (restored) => {
    const [, after] = await answers(restored);
    expect(after).toBe(before);
    expect((await verify(restored)).periods).toBe(1);
  });
});

it('never writes over a file, sweeps what a killed one left, and says what is lost', async () => {
  expect(await refusal(backup(program, { file, now: backupAt, withKey: false }))).toMatchObject({
    code: 'wrong_state',
  });
  const nowhere = join(folder, 'nowhere', 'a.tar.zst');
  expect(await refusal(backup(program, { file: nowhere, now: backupAt, withKey: false }))).toMatchObject({
    code: 'file_unreadable',
  });
  const own = await mkdtemp(join(folder, 'own-'));
  await writeFile(join(own, 'a.partial-999999999-x'), 'half');
  const [lost] = (
    await program.database.pool.query(
      `select 'landed/' || left(sha256, 2) || '/' || sha256 as path from delivery limit 1`,
    )
  ).rows;
  await rm(join(program.settings.dataDir, lost.path));
  const made = await backup(program, { file: join(own, 'a'), now: backupAt, withKey: false });
  expect(made.missing).toEqual([lost.path]);
  expect(await readdir(own)).toEqual(['a']);
});

it('is refused where something is already', async () => {
  const filled = await server.settings();
  await writeAt(join(filled.dataDir, 'lake', 'x.parquet'), 'x');
  expect(await refusal(restore(filled, file, backupAt))).toEqual({
    code: 'wrong_state',
    details: { names: ['lake'] },
  });
  const used = await server.settings();
  await (await openProgram(used)).close();
  expect(await refusal(restore(used, file, backupAt))).toMatchObject({ code: 'wrong_state' });
  expect(await readdir(used.dataDir)).toEqual(['tmp']);
  expect(await readdir(join(used.dataDir, 'tmp'))).toEqual([]);
});

const membersOf = async (from: string) => {
  const found: { name: string; content: Buffer }[] = [];
  const source = (async function* () {
    yield zstdDecompressSync(await readFile(from));
  })();
  for await (const { name, content } of readTar(source)) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk);
    found.push({ name, content: Buffer.concat(chunks) });
  }
  return found;
};

async function written(name: string, members: readonly { name: string; content: Buffer }[]) {
  const chunks: Buffer[] = [];
  const all = (async function* (): AsyncGenerator<TarMember> {
    for (const one of members) yield { name: one.name, bytes: one.content.length, content: [one.content] };
  })();
  for await (const chunk of tarOf(all)) chunks.push(chunk);
  const path = join(folder, `${name}.tar.zst`);
  await writeFile(path, zstdCompressSync(Buffer.concat(chunks)));
  return path;
}

it('is refused when damaged, cut short or altered, before anything is touched', async () => {
  const bytes = await readFile(file);
  const wrong: string[] = [];
  for (const [at, share] of [0.001, 0.3, 0.6, 0.999].entries()) {
    const damaged = Buffer.from(bytes);
    const place = Math.floor(share * bytes.length);
    damaged[place] = (damaged[place] as number) ^ 0x10;
    wrong.push(join(folder, `damaged-${at}`));
    await writeFile(wrong.at(-1) as string, damaged);
  }
  wrong.push(join(folder, 'short'));
  await writeFile(join(folder, 'short'), bytes.subarray(0, -40));
  wrong.push(join(folder, 'empty'));
  await writeFile(join(folder, 'empty'), '');

  const members = await membersOf(file);
  const landed = members.findIndex(({ name }) => name.startsWith('files/landed/'));
  const altered = (change: (name: string) => string, alsoListed = true) =>
    members.map(({ name, content }, place) => {
      if (place === landed) return { name: change(name), content };
      if (name !== manifestName || !alsoListed) return { name, content };
      const manifest: Manifest = JSON.parse(content.toString());
      const parts = manifest.parts.map((part) =>
        part.name === members[landed]?.name ? { ...part, name: change(part.name) } : part,
      );
      return { name, content: Buffer.from(JSON.stringify({ ...manifest, parts })) };
    });
  const names = [
    'files/landed/../../../evil',
    'files/landed//evil',
    '/etc/evil',
    'files/postgres/identity.json',
    'files/landed/a\\b',
    'database/pg_authid/000001.copy',
    'database/delivery/000001.copy',
  ];
  for (const [place, name] of names.entries())
    wrong.push(
      await written(
        `named-${place}`,
        altered(() => name),
      ),
    );
  wrong.push(
    await written(
      'unlisted',
      altered((name) => `${name}x`, false),
    ),
  );
  wrong.push(await written('without', members.toSpliced(landed, 1)));
  wrong.push(await written('open', members.slice(0, -1)));

  const settings = await server.settings({ empty: true });
  for (const path of wrong)
    expect([path, (await refusal(restore(settings, path, backupAt))).code]).toEqual([
      path,
      'file_unreadable',
    ]);
  expect(await readdir(settings.dataDir)).toEqual([]);
  // The same place takes a good one.
  expect(await restore(settings, file, backupAt)).toMatchObject({ releases: 1 });
});

it('of a newer version is refused, and so is a table that its version does not have', async () => {
  const settings = await server.settings({ empty: true });
  const members = await membersOf(file);
  const headed = (change: (head: Record<string, unknown>) => object) =>
    members.map(({ name, content }, place) =>
      place === 0
        ? { name, content: Buffer.from(JSON.stringify(change(JSON.parse(content.toString())))) }
        : { name, content },
    );
  const newer = await written(
    'newer',
    headed((head) => ({ ...head, migrations: [...(head.migrations as string[]), '9999-future'] })),
  );
  expect(await refusal(restore(settings, newer, backupAt))).toEqual({
    code: 'wrong_state',
    details: { migrations: ['9999-future'] },
  });
  const other = await written(
    'other',
    headed((head) => ({
      ...head,
      tables: (head.tables as object[]).map((one, at) => (at ? one : { ...one, columns: ['x'] })),
    })),
  );
  expect((await refusal(restore(settings, other, backupAt))).code).toBe('file_unreadable');
  expect(await restore(settings, file, backupAt)).toMatchObject({ releases: 1 });
});

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));

/** The command line in a process that may write no file beyond some 16 kilobytes. */
function cramped({ dataDir, databaseUrl }: Settings, ...words: string[]) {
  const env = { ...process.env, PARKSTAT_DATA: dataDir, DATABASE_URL: databaseUrl ?? '' };
  const command = ['-c', 'ulimit -f 16; exec "$@"', 'sh', process.execPath, cli, ...words];
  return new Promise<{ code: unknown; err: string }>((done) =>
    execFile('/bin/sh', command, { env, cwd: folder }, (error, _out, err) =>
      done({ code: error?.code ?? 0, err }),
    ),
  );
}

it('and a report leave nothing half-written on a disk that is full', async () => {
  const target = await mkdtemp(join(folder, 'full-'));
  const backedUp = await cramped(program.settings, 'backup', join(target, 'a.tar.zst'));
  expect([backedUp.code, backedUp.err.includes('磁盘已满')]).toEqual([1, true]);
  expect(await readdir(target)).toEqual([]);

  const settings = await server.settings({ empty: true });
  const restored = await cramped(settings, 'restore', file);
  expect([restored.code, restored.err.includes('磁盘已满')]).toEqual([1, true]);
  expect(await readdir(settings.dataDir)).toEqual(['tmp']);
  expect(await restore(settings, file, backupAt)).toMatchObject({ releases: 1 });

  const reports = join(program.settings.dataDir, 'reports', '2026-10');
  const before = await readdir(reports);
  const reported = await cramped(program.settings, 'report', '--period', '2026-10', '--park', 'P01');
  expect([reported.code, reported.err.includes('磁盘已满')]).toEqual([1, true]);
  expect(await readdir(reports)).toEqual(before);
  const [run] = await listRuns(program.database, 1);
  expect([run?.job, run?.state, run?.message?.includes('磁盘已满')]).toEqual(['report', 'failed', true]);
  const { counts } = await report(program, { period, now: backupAt, park: 'P01', formats: ['html'] });
  expect(counts).toEqual({ documents: 2 });
});
