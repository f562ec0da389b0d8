import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readAudit } from '../warehouse/audit.ts';
import { openDatabase } from '../warehouse/database.ts';
import { openPostgres, removeCluster } from '../warehouse/postgres.ts';
import { lineFile, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import { readSettings, variableNames } from './settings.ts';

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
let dataDir = '';
const environment = () => ({
  ...process.env,
  PARKSTAT_DATA: join(dataDir, 'data'),
  PORT: '0',
  PARKSTAT_SCHEDULE: 'off',
});

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parkstat-cli-'));
});
afterAll(async () => {
  await removeCluster(join(dataDir, 'data'));
  await rm(dataDir, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function parkstat(...words: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(process.execPath, [cli, ...words], { env: environment(), cwd: dataDir }, (error, out, err) => {
      done({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** Keeps the embedded server until the test ends, as a program at work does: not every word starts and stops it. */
async function keepServer(): Promise<void> {
  const { close } = await openPostgres({ dataDir: join(dataDir, 'data') });
  onTestFinished(close);
}

const json = async (...words: string[]) => JSON.parse((await parkstat(...words, '--json')).out);

describe('the verbs, one after the other', () => {
  it('tells how it is used, with exit code 2', async () => {
    for (const words of [
      [],
      ['publisch'],
      ['publish'],
      ['publish', '--period', '2026-13'],
      ['collect', '--perid', '2026-10'],
      ['registry', 'load'],
      ['deliver'],
      ['deliver', 'x.csv', 'y.csv'],
      ['status', 'now'],
      ['findings'],
      ['confirm', 'x'],
      ['confirm', 'x', '--reason', 'seasonal'],
      ['confirm', 'x', '--reason', 'wrong_file', '--by', '李敏'],
      ['withdraw', 'x', '--reason', 'other', '--by', '李敏'],
      ['revoke', 'x', '--reason', 'confirmed_in_error', '--by', '李敏'],
      ['revoke', '1'],
      ['changes'],
      ['impact', 'x', '--action', 'publish'],
    ]) {
      const { code, out, err } = await parkstat(...words);
      expect([words, code, `${out}${err}`.includes('registry load DIR')]).toEqual([words, 2, true]);
    }
    expect(await parkstat('--help')).toMatchObject({ code: 0, err: '' });
  });

  it('is useful when there is nothing yet', async () => {
    expect(await json('status', '--period', '2026-10')).toMatchObject({
      period: '2026-10',
      expected: 0,
      received: 0,
      release: null,
      releases: 0,
    });
    const { code, err } = await parkstat('publish', '--period', '2026-10');
    expect([code, err.trim().split('\n').length]).toEqual([1, 1]);
    expect(err).toContain('没有任何报送');
  });

  it('loads the registry twice with the same result, and refuses a bad one whole, naming the cell', async () => {
    const folder = await writeRegistry(join(dataDir, 'registry'));
    const counts = { parks: 2, tenants: 3, memberships: 4, sources: 3, fx_rates: 7 };
    expect(await json('registry', 'load', folder)).toEqual(counts);
    expect(await json('registry', 'load', folder)).toEqual(counts);
    await writeAt(
      join(dataDir, 'bad', 'tenants.csv'),
      `uscc,customs_code,name_zh,kind,aliases\n${usccOf(4)},,丁公司,电商企业,\n91210100MA0000005A,,戊公司,电商,\n`,
    );
    await writeAt(
      join(dataDir, 'bad', 'memberships.csv'),
      `uscc,park_id,from,to\n${usccOf(4)},P09,2026-01-01,2025-01-01\n`,
    );
    const { code, err } = await parkstat('registry', 'load', join(dataDir, 'bad'));
    expect([code, err.trim().split('\n').length]).toEqual([1, 1]);
    expect(err).toContain('tenants.csv 第3行 uscc“91210100MA0000005A”');
    const refused = await json('registry', 'load', join(dataDir, 'bad'));
    expect(
      refused.details.errors.map(
        (error: Record<string, unknown>) => `${error.file} ${error.row} ${error.column}`,
      ),
    ).toEqual([
      'tenants.csv 3 uscc',
      'tenants.csv 3 kind',
      'memberships.csv 2 park_id',
      'memberships.csv 2 to',
    ]);
    expect((await parkstat('deliver', join(folder, 'parks.csv'), '--tenant', usccOf(4))).err).toContain(
      '未登记',
    );
  });

  it('delivers, collects, publishes, reports, verifies', async () => {
    await keepServer();
    const file = await writeAt(
      join(dataDir, 'a.csv'),
      lineFile([
        { no: 1, released: '2026-10-01', amount: '10.00' },
        { no: 2, released: '2026-10-02', amount: '0' },
      ]),
    );
    const delivered = await json('deliver', file, '--tenant', usccOf(1), '--period', '2026-10');
    expect(delivered).toMatchObject({
      uscc: usccOf(1),
      file_name: 'a.csv',
      periods: ['2026-10'],
      state: 'in_force',
      format: 'csv',
      encoding: 'utf-8',
      rows_read: 2,
      accepted: 1,
      rejected: 1,
      set_aside: 0,
      supersedes: null,
    });
    expect(await json('deliver', file, '--tenant', usccOf(1), '--period', '2026-10')).toMatchObject({
      already_delivered: true,
    });
    // The same file for a month that it is not about: another statement, of which no row can be accepted.
    expect(await json('deliver', file, '--tenant', usccOf(1), '--period', '2026-09')).toMatchObject({
      state: 'needs_fixing',
      accepted: 0,
      rejected: 2,
    });
    const bad = await writeAt(
      join(dataDir, 'd.csv'),
      lineFile([{ no: 9, released: '2026-10-01', amount: '0' }]),
    );
    const told = await parkstat('deliver', bad, '--tenant', usccOf(2));
    expect(told.out).toContain('第2行 row 2: “总价”应大于0，现为“0”。');
    expect(told.out).toContain('必改 fix: not_positive (amount) × 1');
    const listed = await parkstat('findings', (await json('deliver', bad, '--tenant', usccOf(2))).details.id);
    expect([listed.code, listed.out]).toEqual([0, expect.stringContaining('“总价”应大于0')]);
    const resent = await parkstat('deliver', bad, '--tenant', usccOf(2));
    expect([resent.code, resent.err]).toEqual([1, expect.stringContaining('请改正后重新报送')]);
    await writeAt(join(dataDir, 'data', 'inbox', 'S2', 'b.csv'), 'not a table');
    expect(await json('collect', '--period', '2026-10')).toMatchObject({
      counts: { files: 1, new: 1, refused: 1 },
      deliveries: [{ state: 'refused', refusal: { id: 'header_missing_column' } }],
    });
    expect((await parkstat('collect', '--source', 'S9')).err).toContain('S9');
    expect(await json('publish', '--period', '2026-10')).toMatchObject({
      release: '2026-10.1',
      published: true,
    });
    const again = await parkstat('publish', '--period', '2026-10');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('无变化')]);
    const { files } = await json('report', '--period', '2026-10', '--park', '_T');
    expect(await readFile(files[0], 'utf8')).toContain('2026年10月');
    expect(await json('verify')).toEqual({ periods: 1, changed: [] });
    expect(await json('status', '--period', '2026-10')).toMatchObject({
      expected: 3,
      received: 1,
      release: { id: '2026-10.1' },
    });
  });

  it('withdraws a delivery and puts it back, saying who and why', async () => {
    await keepServer();
    const files = [
      lineFile([{ no: 21, released: '2026-10-01', amount: '1.00', mode: '9810' }]),
      lineFile([{ no: 21, released: '2026-10-01', amount: '2.00', mode: '9810' }]),
    ];
    const ids: string[] = [];
    for (const [at, content] of files.entries())
      ids.push(
        (await json('deliver', await writeAt(join(dataDir, `v${at}.csv`), content), '--tenant', usccOf(3)))
          .id,
      );
    const [first = '', second = ''] = ids;
    const why = ['--reason', 'wrong_file', '--by', '李敏'];
    expect(await json('changes', second)).toMatchObject({
      previous: first,
      counts: { added: 0, removed: 0, changed: 1, same: 0 },
      rows: [{ declaration_no: '080120260000000021', columns: [{ column: 'amount', from: '1', to: '2' }] }],
    });
    expect((await parkstat('changes', second)).out).toBe(
      `与上一版${first}相比 against the version before: 增 added 0, 删 removed 0, 改 changed 1, 不变 same 0\n  改 changed 9810 出口 export 2026-10 080120260000000021 1: 总价 amount 1 → 2\n`,
    );
    expect((await parkstat('changes', first)).out).toBe('这是第一版 this is the first version\n');
    expect((await parkstat('changes', 'zz')).code).toBe(1);
    const going = await json('impact', second, '--action', 'withdraw');
    expect(going).toMatchObject({ action: 'withdraw', months: [{ period: '2026-10', blocked: null }] });
    expect(await json('withdraw', second, ...why)).toEqual({ delivery_id: second, stage: 'withdrawn' });
    const known = await json('deliver', join(dataDir, 'v0.csv'), '--tenant', usccOf(3));
    expect(known).toMatchObject({ id: first, state: 'in_force', already_delivered: true });
    const refused = await parkstat('withdraw', second, ...why);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('已经撤回')]);
    // What putting it back would move is what withdrawing it moved, the other way.
    const coming = await parkstat('impact', second, '--action', 'reinstate');
    expect(coming.out.split('\n')[0]).toBe(
      `如恢复 if reinstated ${second}: 变动的数值 values that move ${going.moved}`,
    );
    expect(going.moved).toBeGreaterThan(0);
    const supposed = await json('impact', second, '--action', 'reinstate');
    expect(supposed.cells[0]).toMatchObject({ from: going.cells[0].to, to: going.cells[0].from });
    const back = await parkstat('reinstate', second, '--reason', 'withdrawn_in_error', '--by', '李敏');
    expect([back.code, back.out]).toEqual([0, `已恢复 reinstated: ${second} (accepted)\n`]);
    const nothing = await parkstat('confirm', second, '--reason', 'seasonal', '--by', '李敏');
    expect([nothing.code, nothing.err]).toEqual([1, expect.stringContaining('没有待核实的疑点')]);
    await json('withdraw', second, ...why);
    await json('withdraw', first, ...why);
    const unknown = await parkstat('withdraw', 'zz', ...why);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('没有这份报送')]);
  });

  it('confirms a finding and takes the confirmation back', async () => {
    await keepServer();
    const claim = `单位：万元\n${lineFile([{ no: 22, released: '2026-10-01', amount: '1.00', mode: '9810' }])}`;
    const { id, state } = await json(
      'deliver',
      await writeAt(join(dataDir, 'f.csv'), claim),
      '--tenant',
      usccOf(3),
    );
    expect(state).toBe('needs_confirming');
    const [finding] = (await json('findings', id, '--rule', 'claimed_unit')).rows;
    const by = ['--by', '李敏'];
    expect(await json('confirm', id, '--reason', 'checked_with_tenant', ...by)).toMatchObject({
      stage: 'accepted',
    });
    expect((await parkstat('findings', id, '--rule', 'claimed_unit')).out).toContain(
      `[${finding.id} 已核实 confirmed]`,
    );
    const revoke = ['revoke', finding.id, '--reason', 'confirmed_in_error', '--note', '未附单证', ...by];
    expect((await parkstat(...revoke)).out).toBe(
      `已撤销确认 confirmation taken back: ${finding.id}\n待核实 waiting: 1 (needs_confirming)\n`,
    );
    expect(await json(...revoke)).toMatchObject({
      delivery_id: id,
      confirmed: 0,
      open: 1,
      stage: 'needs_confirming',
    });
    expect((await parkstat('revoke', '999999', '--reason', 'confirmed_in_error', ...by)).err).toContain(
      '没有这条疑点',
    );
    await json('withdraw', id, '--reason', 'wrong_file', ...by);
  });

  it('works beside a running server, which stops when asked and leaves nothing running', async () => {
    const server = spawn(process.execPath, [cli, 'serve'], { env: environment(), cwd: dataDir });
    const address = await firstAddress(server);
    expect((await fetch(`${address}/ready`)).status).toBe(200);
    const before = await (
      await fetch(`${address}/api/v1/series?indicator=trade_value&from=2026-10&to=2026-10`)
    ).json();
    expect(before.rows).toMatchObject([{ value: '70.99', release: '2026-10.1' }]);
    const file = await writeAt(
      join(dataDir, 'c.csv'),
      lineFile([{ no: 3, released: '2026-10-03', amount: '1', mode: '9610', hs: '3304' }]),
    );
    await json('deliver', file, '--tenant', usccOf(3));
    expect(await json('publish', '--period', '2026-10')).toMatchObject({
      release: '2026-10.2',
      published: true,
    });
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
    await expect(fetch(`${address}/health`)).rejects.toThrow();
  });

  it('makes accounts, links and tokens, and writes down what was done', async () => {
    await keepServer();
    const alone = await parkstat('account', 'add', 'x1', '--role', 'analyst');
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('管理员')]);
    const made = await json('account', 'add', 'chief', '--role', 'officer,admin', '--display-name', '李敏');
    expect(made.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\.html#link=[\w-]{43}$/);
    const token = await json('account', 'token', 'chief', '--for', '脚本', '--days', '7');
    expect(token.token).toMatch(/^pkt_[\w-]{43}$/);
    expect((await parkstat('account', 'add', 'x2', '--role', 'king')).code).toBe(2);
    expect((await parkstat('account', 'disable', 'chief')).code).toBe(1);
    const { accounts } = await json('account', 'list');
    expect(accounts).toMatchObject([{ name: 'chief', display_name: '李敏', roles: ['officer', 'admin'] }]);
    const postgres = await openPostgres({ dataDir: join(dataDir, 'data') });
    const database = await openDatabase(postgres.connection);
    const { rows } = await readAudit(database, { account: 'cli' }, 100, 0);
    await database.close();
    await postgres.close();
    expect(rows.slice(0, 2).map(({ act, target }) => `${act} ${target}`)).toEqual([
      'account token chief',
      'account add chief role=officer,admin',
    ]);
    const publishes = rows.filter(({ act }) => act === 'publish').map(({ target }) => target);
    expect(new Set(publishes)).toEqual(new Set(['period=2026-10']));
    expect(JSON.stringify(rows)).not.toContain(token.token);
  });
});

async function firstAddress(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\/\/[\w.:]+/.exec(line)?.[0];
    if (address) return address;
  }
  throw new Error('the server ended without an address');
}

describe('settings', () => {
  it('have defaults for everything and listen on loopback', () => {
    expect(readSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      databaseUrl: null,
      schedule: true,
    });
  });

  it.each([
    [{ PORT: '80a' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ PARKSTAT_DTA: 'x' }, 'PARKSTAT_DTA'],
    [{ PARKSTAT_THREADS: '0' }, 'PARKSTAT_THREADS'],
    [{ DATABASE_URL: 'mysql://secret@host' }, 'DATABASE_URL'],
  ])('refuse %o by name', (environment_, name) => {
    expect(() => readSettings(environment_ as Record<string, string>)).toThrow(name);
    expect(() => readSettings(environment_ as Record<string, string>)).not.toThrow('secret');
  });

  it('are named without gaps', () => {
    expect(variableNames).toContain('PARKSTAT_DATA');
  });
});
