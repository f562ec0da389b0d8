import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer } from '../../warehouse/server.fixture.ts';
import { pullPostgres, selection } from './postgres.ts';
import { pullFolder, refusalOf, type TestPull, textsOf } from './pull.fixture.ts';

const server = await openTestServer('source', { own: true });
const folder = await pullFolder();
const { databaseUrl } = await server.place();
const url = new URL(databaseUrl);
const password = decodeURIComponent(url.password);
url.password = '';
const location = url.href;
const client = new pg.Client({ connectionString: databaseUrl });
beforeAll(async () => {
  await client.connect();
  await client.query(`
    create schema report;
    create table report.row (id bigint, amount numeric, name text, released_on date, changed timestamptz, note text);
    insert into report.row values
      (210120260000000002, 1.10, '逗号, 引号"', '2026-10-31', '2026-10-31T16:30:00Z', null),
      (210120260000000001, 12345678901234567890.12345, E'两\\n行', '2026-11-01', '2026-11-01T00:00:00Z', '');
    create view report.line as select * from report.row;
    create view "奇怪 ""名" as select 1 as a;
    create view slow as select pg_sleep(30)::text as slept;
    create function report.write() returns integer language sql as 'insert into report.row (id) values (1); select 1';
    create view writes as select report.write();
    create role clerk login password 'clerk-secret';
  `);
});
afterAll(async () => {
  await client.end();
  await server.close();
  await folder.close();
});

const pull = (view: string, more: Partial<TestPull> = {}) =>
  folder.pull({ location, options: { view }, secret: password, ...more });

describe('a view', () => {
  test('is copied as PostgreSQL writes it, rows in a fixed order', async () => {
    const first = await pullPostgres(pull('report.line', { options: { view: 'report.line', key: 'id' } }));
    const expected = [
      'id,amount,name,released_on,changed,note',
      '210120260000000001,12345678901234567890.12345,"两\n行",2026-11-01,2026-11-01 08:00:00+08,""',
      '210120260000000002,1.10,"逗号, 引号""",2026-10-31,2026-11-01 00:30:00+08,',
      '',
    ].join('\n');
    expect(await textsOf(first)).toEqual({ 'S1.csv': expected });
    await client.query('update report.row set id = id where id = 210120260000000001');
    const again = await pullPostgres(pull('report.line', { options: { view: 'report.line', key: 'id' } }));
    expect(await textsOf(again)).toEqual({ 'S1.csv': expected });
  });

  test('is in a fixed order without a key as well', async () => {
    const before = await textsOf(await pullPostgres(pull('report.line')));
    await client.query('update report.row set id = id where id = 210120260000000002');
    await client.query('update report.row set id = id where id = 210120260000000001');
    expect(await textsOf(await pullPostgres(pull('report.line')))).toEqual(before);
  });

  test('may be asked for one month', async () => {
    const options = { view: 'report.line', period_column: 'released_on' };
    const pulled = await pullPostgres(pull('', { options, period: '2026-10' as never }));
    const { 'S1-2026-10.csv': text } = await textsOf(pulled);
    expect(text?.split('\n').map((line) => line.split(',')[0])).toEqual(['id', '210120260000000002', '']);
    expect(pulled.fetched[0]?.arrival.declaredPeriod).toBe('2026-10');
  });

  test('is read and nothing else', async () => {
    const { rows: before } = await client.query('select count(*)::int as n from report.row');
    expect(await refusalOf(pullPostgres(pull('writes')))).toContain('read-only transaction');
    expect((await client.query('select count(*)::int as n from report.row')).rows).toEqual(before);
  });

  test('that takes too long is stopped on the server', async () => {
    expect(await refusalOf(pullPostgres(pull('slow', { limits: { statement: 200 } })))).toContain(
      'statement timeout',
    );
    const { rows } = await client.query(
      "select count(*)::int as n from pg_stat_activity where query like '%slow%' and pid <> pg_backend_pid() and state = 'active'",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('that takes too long for us is left', async () => {
    const signal = AbortSignal.timeout(200);
    await expect(pullPostgres(pull('slow', { signal }))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('over the limit is refused', async () => {
    expect(await refusalOf(pullPostgres(pull('report.line', { limits: { maxFileBytes: 50 } })))).toContain(
      '50 B',
    );
  });

  test('that is not there, or not ours to read, is said to be so', async () => {
    expect(await refusalOf(pullPostgres(pull('report.nothing')))).toContain('读不到视图“report.nothing”');
    const clerk = location.replace(/\/\/[^@]*@/, '//clerk@');
    const refusal = await refusalOf(
      pullPostgres(pull('report.line', { location: clerk, secret: 'clerk-secret' })),
    );
    expect(refusal).toContain('permission denied');
  });
});

test.each(['wrong-password', null])(
  'a login with %j is refused in words, without the password',
  async (secret) => {
    const clerk = location.replace(/\/\/[^@]*@/, '//clerk@');
    const refusal = await refusalOf(pullPostgres(pull('report.line', { location: clerk, secret })));
    expect(refusal).toContain('拒绝登录');
    expect(refusal).not.toContain('wrong-password');
  },
);

test('nobody there', async () => {
  const refusal = await refusalOf(pullPostgres(pull('a', { location: 'postgres://a@127.0.0.1:1/db' })));
  expect(refusal).toContain('ECONNREFUSED');
});

test('names are nothing but names', () => {
  const source = {
    source_id: 'S1',
    uscc: '',
    location: '',
    options: { view: 'a"; drop table b; --.c', key: 'k"k', period_column: 'p' },
  };
  expect(selection({ source, period: "2026-10' or true" as never })).toBe(
    `select * from "a""; drop table b; --"."c" as source_view where left("p"::text, 7) = '2026-10'' or true' order by "k""k", source_view::text collate "C"`,
  );
});
