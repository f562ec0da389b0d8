import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Refusal } from '../catalogue/refusal.ts';
import { openDatabase } from './database.ts';
import { appliedMigrations, knownMigrations, migrate } from './migrate.ts';
import { openTestServer } from './server.fixture.ts';
import type { Tables } from './tables.ts';

const server = await openTestServer('migrate');
const then = '0005-statistics';
let connection: { connectionString: string };
let pool: pg.Pool;
let kysely: Kysely<Tables>;

/** A database of an earlier version, with a row in it. */
beforeEach(async () => {
  connection = { connectionString: (await server.place({ empty: true })).databaseUrl };
  pool = new pg.Pool(connection);
  pool.on('error', () => undefined);
  kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(kysely, then);
  await pool.query(
    `insert into park values ('P01', '甲园', 'Park A', 'industry_cluster', '浑南区', '2020-01-01')`,
  );
  return () => kysely.destroy();
});
let known: string[];
beforeAll(async () => {
  known = await knownMigrations();
});
afterAll(() => server.close());

const parks = async () => (await pool.query('select park_id from park')).rows;
const there = async (table: string) =>
  (await pool.query('select to_regclass($1) is not null as there', [table])).rows[0].there;

async function opensToday(): Promise<void> {
  await (await openDatabase(connection)).close();
  expect(await appliedMigrations(kysely)).toEqual(known);
  expect(await parks()).toEqual([{ park_id: 'P01' }]);
}

async function isAsBefore(): Promise<void> {
  expect((await appliedMigrations(kysely)).at(-1)).toBe(then);
  expect([await there('account'), await there('saved_query'), await parks()]).toEqual([
    false,
    false,
    [{ park_id: 'P01' }],
  ]);
}

test('one that fails after others went well leaves the version of before, and goes on when its cause is gone', async () => {
  await pool.query('create table calendar_entry ()');
  await expect(openDatabase(connection)).rejects.toThrow('already exists');
  await isAsBefore();
  await pool.query('drop table calendar_entry');
  await opensToday();
});

test('one whose connection is cut off leaves the version of before', async () => {
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query('lock table report in access exclusive mode');
  const upgrading = openDatabase(connection).then(
    () => 'done',
    () => 'cut off',
  );
  for (let cut = 0; cut === 0; ) {
    const { rowCount } = await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query ilike '%alter table report%'`,
    );
    cut = rowCount ?? 0;
  }
  expect(await upgrading).toBe('cut off');
  await holder.query('rollback');
  holder.release();
  await isAsBefore();
  await opensToday();
});

test('a database of a newer version is refused and left alone', async () => {
  await migrate(kysely);
  await pool.query(`insert into kysely_migration values ('9999-future', '2027-01-01')`);
  const error = await openDatabase(connection).catch((refusal: Refusal) => refusal);
  expect(error).toMatchObject({ code: 'configuration', details: { migrations: ['9999-future'] } });
  expect(await parks()).toEqual([{ park_id: 'P01' }]);
});
