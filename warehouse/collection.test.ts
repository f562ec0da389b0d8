import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { Refusal } from '../catalogue/refusal.ts';
import { confirmDelivery, confirmFinding, revokeFinding } from './confirmations.ts';
import { type Database, openDatabase } from './database.ts';
import { asking, newDelivery, openDatabases, otherTenant, tenant } from './deliveries.fixture.ts';
import { recordDeliveries } from './deliveries.ts';
import { deliverySteps, describeDeliveries } from './delivery-description.ts';
import { findDeliveries } from './delivery-list.ts';
import { groupFindings, listFindings } from './findings.ts';
import { heldOf, inForce, inForceDigest, judgedRows, monthsWithNews, noteMonthCheck } from './in-force.ts';
import { meetAgain } from './known-deliveries.ts';
import { causesOf } from './quality-board.ts';
import { reinstate, replacements, withdraw } from './versions.ts';

const databases = await openDatabases('collection');
afterAll(() => databases.close());

const act = (rest: object = {}) =>
  ({
    reason_code: 'checked_with_tenant',
    note: null,
    by: '李敏',
    at: new Date('2026-11-09T08:00:00Z'),
    ...rest,
  }) as const;

const record = (database: Database, ...deliveries: ReturnType<typeof newDelivery>[]) =>
  recordDeliveries(database, deliveries, [], null);
const described = async (database: Database, id: string) => {
  const [one] = await describeDeliveries(database, [id]);
  if (!one) throw new Error(`no delivery ${id}`);
  return one;
};
const idsInForce = async (database: Database) =>
  (await inForce(database)).map(({ period, delivery_id }) => `${period} ${delivery_id}`);
const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${String(error)}`);
  return error;
};

describe('a database of the first version', () => {
  it('keeps its deliveries, findings and months as they were', async () => {
    const { databaseUrl } = await databases.place({ empty: true });
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(await readFile(new URL('./migrations/0001-first.sql', import.meta.url), 'utf8'));
    await client.query(`
      create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
      create table kysely_migration_lock (id varchar(255) primary key, is_locked integer not null default 0);
      insert into kysely_migration values ('0001-first', '2026-10-01');
      insert into kysely_migration_lock values ('migration_lock', 0);
      insert into tenant values ('${tenant}', null, '甲', '电商企业', '');
      insert into source values ('S1', '${tenant}', 'inbox', 'S1', 'line', 'snapshot', 10);
      insert into delivery (id, sha256, bytes, uscc, source_id, file_name, file_time, received_at, refusal_id, rows_read, accepted, rejected, set_aside, lake_file) values
        ('d1', 'a', 1, '${tenant}', 'S1', 'a.csv', '2026-11-01', '2026-11-01', null, 4, 2, 1, 1, 'lake/a.parquet'),
        ('d2', 'b', 1, '${tenant}', 'S1', 'b.csv', '2026-11-02', '2026-11-02', null, 2, 2, 0, 0, 'lake/b.parquet'),
        ('d3', 'c', 1, '${tenant}', null, 'c.csv', '2026-11-03', '2026-11-03', null, 1, 0, 1, 0, 'lake/c.parquet'),
        ('d4', 'd', 1, '${tenant}', null, 'd.csv', '2026-11-04', '2026-11-04', 'empty_file', 0, 0, 0, 0, null);
      insert into delivery_coverage values ('d1', '9710', 'export', '2026-10', 2, '{}'), ('d2', '9710', 'export', '2026-10', 2, '{}');
      insert into stopped_row values
        ('d1', 4, 'set_aside', null, 'totals_row', null, null),
        ('d1', 3, 'rejected', '2026-10', 'hs_chapter', 'hs_code', '7700'),
        ('d3', 2, 'rejected', null, 'required', 'amount', null);
      insert into release (id, period, number, published_at, status, fingerprint, inputs, observations, manifest) values
        ('2026-09.1', '2026-09', 1, '2026-10-12', 'p', 'x', 'x', 1, '{"made": "by hand"}'),
        ('2026-10.1', '2026-10', 1, '2026-11-12', 'p', 'x', 'x', 1,
          '{"deliveries": [{"uscc": "${tenant}", "customs_mode": "9710", "flow": "export", "delivery_id": "d2", "lines": 2}]}');`);
    await client.end();
    const database = await openDatabase({ connectionString: databaseUrl });
    try {
      const states = await describeDeliveries(database, ['d1', 'd2', 'd3', 'd4']);
      expect(states.map(({ id, state, version }) => [id, state, version.number, version.of])).toEqual([
        ['d1', 'superseded', 1, 2],
        ['d2', 'in_force', 2, 2],
        ['d3', 'needs_fixing', 1, 1],
        ['d4', 'refused', 1, 1],
      ]);
      expect(
        (await listFindings(database, 'd1')).map(({ row, class: of, rule, column, value }) => [
          row,
          of,
          rule,
          column,
          value,
        ]),
      ).toEqual([
        [3, 'must_fix', 'hs_chapter', 'hs_code', '7700'],
        [4, 'set_aside', 'totals_row', null, null],
      ]);
      const { rows } = await database.pool.query(`select to_regclass('stopped_row') as old`);
      expect(rows).toEqual([{ old: null }]);
      expect((await deliverySteps(database, 'd4')).map(({ state, actor }) => [state, actor])).toEqual([
        ['received', 'system'],
        ['refused', 'system'],
      ]);
      // October was drawn up from what is in force; September has a release, and nothing is in force for it.
      expect(await monthsWithNews(database)).toEqual(['2026-09']);
    } finally {
      await database.close();
    }
  });
});

describe('a delivery that asks for confirmation', () => {
  it('is held until each finding is confirmed, and tells who did it, when and why', async () => {
    const database = await databases.open();
    const other = asking({ row: 3, subject: '9710 export 080120260000000002 1', value: '2000000' });
    const shown = asking({ class: 'notice', rule: 'round_amounts', row: 4 });
    await record(database, newDelivery('a', '2026-11-08T01:00:00', { findings: [asking(), other, shown] }));
    expect(await described(database, 'a')).toMatchObject({
      state: 'needs_confirming',
      finding_counts: { must_fix: 0, confirm_open: 2, confirm_done: 0, notice: 1, set_aside: 0 },
    });
    expect(await idsInForce(database)).toEqual([]);
    expect(await heldOf(database, '2026-10')).toEqual([
      {
        delivery_id: 'a',
        uscc: tenant,
        file_name: 'a.csv',
        customs_mode: '9710',
        flow: 'export',
        lines: 5,
        open: 2,
      },
    ]);
    const [first, second, third] = await listFindings(database, 'a');
    expect([first?.state, third?.state]).toEqual(['open', 'told']);
    expect(await confirmFinding(database, first?.id ?? '', act())).toEqual({
      delivery_id: 'a',
      stage: 'needs_confirming',
      confirmed: 1,
      open: 1,
    });
    expect(await confirmFinding(database, second?.id ?? '', act({ note: '合同已看' }))).toMatchObject({
      stage: 'accepted',
      open: 0,
    });
    expect((await listFindings(database, 'a', { state: 'confirmed' }))[1]?.confirmation).toEqual({
      reason_code: 'checked_with_tenant',
      reason: { zh: '已向企业核实', en: 'Checked with the tenant' },
      note: '合同已看',
      by: '李敏',
      at: '2026-11-09T08:00:00.000Z',
    });
    expect(await idsInForce(database)).toEqual(['2026-10 a']);
    const steps = await deliverySteps(database, 'a');
    expect(steps.map(({ state, actor, reason_code }) => [state, actor, reason_code])).toEqual([
      ['received', 'system', null],
      ['recognised', 'system', null],
      ['read', 'system', null],
      ['judged', 'system', null],
      ['needs_confirming', 'system', null],
      ['accepted', '李敏', 'checked_with_tenant'],
      ['in_force', 'system', null],
    ]);
    expect((await refusal(confirmFinding(database, third?.id ?? '', act()))).code).toBe('not_confirmable');
  });

  it('stays confirmed in the next upload while the value is the same, and waits again when it changed', async () => {
    const database = await databases.open();
    await record(database, newDelivery('a', '2026-11-08T01:00:00', { findings: [asking()] }));
    expect(await confirmDelivery(database, 'a', {}, act())).toMatchObject({ confirmed: 1, open: 0 });
    await record(database, newDelivery('b', '2026-11-09T01:00:00', { findings: [asking({ row: 9 })] }));
    expect(await described(database, 'b')).toMatchObject({
      state: 'in_force',
      finding_counts: { confirm_open: 0, confirm_done: 1 },
    });
    await record(
      database,
      newDelivery('c', '2026-11-10T01:00:00', { findings: [asking({ value: '1000001' })] }),
      newDelivery('d', '2026-11-10T01:00:00', { uscc: otherTenant, findings: [asking()] }),
    );
    expect((await described(database, 'c')).state).toBe('needs_confirming');
    // Another tenant's word is no word of this one.
    expect((await described(database, 'd')).state).toBe('needs_confirming');
    expect(await idsInForce(database)).toEqual(['2026-10 b']);
    expect((await heldOf(database, '2026-10')).map(({ delivery_id }) => delivery_id)).toEqual(['c', 'd']);
    // A correction without the finding takes the place of the one that was held.
    await record(database, newDelivery('e', '2026-11-11T01:00:00'));
    expect((await heldOf(database, '2026-10')).map(({ delivery_id }) => delivery_id)).toEqual(['d']);
  });

  it('is held again when a confirmation is taken back; after the release only with a note', async () => {
    const database = await databases.open();
    await record(database, newDelivery('a', '2026-11-08T01:00:00', { findings: [asking()] }));
    const [finding] = await listFindings(database, 'a');
    const id = finding?.id ?? '';
    await confirmFinding(database, id, act());
    expect(await revokeFinding(database, id, act({ reason_code: 'confirmed_in_error' }))).toMatchObject({
      stage: 'needs_confirming',
      confirmed: 1,
      open: 1,
    });
    await confirmFinding(database, id, act());
    await database.pool.query(
      `insert into release (id, period, number, published_at, status, fingerprint, inputs, observations, manifest) values ('2026-10.1', '2026-10', 1, '2026-11-12', 'p', 'x', 'x', 1, '{}')`,
    );
    const refused = await refusal(revokeFinding(database, id, act({ reason_code: 'confirmed_in_error' })));
    expect(refused.code).toBe('wrong_state');
    await revokeFinding(database, id, act({ reason_code: 'other', note: '单证有误' }));
    expect((await described(database, 'a')).state).toBe('needs_confirming');
    const { rows } = await database.pool.query('select action from confirmation order by id');
    expect(rows.map(({ action }) => action)).toEqual(['confirm', 'revoke', 'confirm', 'revoke']);
    for (const statement of [
      `update confirmation set note = 'x'`,
      'delete from confirmation',
      'truncate confirmation',
      `update delivery_step set actor = 'x'`,
      'delete from delivery_step',
    ])
      await expect(database.pool.query(statement)).rejects.toThrow('append-only');
  });

  it('is confirmed in bulk by rule and column; what must be fixed never is', async () => {
    const database = await databases.open();
    const findings = [
      asking({ row: 2 }),
      asking({ row: 3, subject: '9710 export 080120260000000002 1' }),
      asking({ row: 3, column_name: 'quantity', subject: '9710 export 080120260000000002 1' }),
      asking({ row: 4, rule: 'unit_value', subject: '9710 export 080120260000000003 1' }),
      asking({ row: 5, class: 'must_fix', rule: 'hs_chapter', subject: '' }),
    ];
    await record(database, newDelivery('a', '2026-11-08T01:00:00', { findings, accepted: 4, rejected: 1 }));
    expect(
      (await groupFindings(database, 'a')).map(({ rule, column, count, open }) => [
        rule,
        column,
        count,
        open,
      ]),
    ).toEqual([
      ['hs_chapter', 'amount', 1, 0],
      ['value_outlier', 'amount', 2, 2],
      ['unit_value', 'amount', 1, 1],
      ['value_outlier', 'quantity', 1, 1],
    ]);
    expect(
      await confirmDelivery(database, 'a', { rule: 'value_outlier', column: 'amount' }, act()),
    ).toMatchObject({
      confirmed: 2,
      open: 2,
    });
    expect((await refusal(confirmDelivery(database, 'a', { rule: 'hs_chapter' }, act()))).text.zh).toContain(
      '必改',
    );
    expect(await confirmDelivery(database, 'a', {}, act())).toMatchObject({
      confirmed: 2,
      stage: 'accepted',
    });
    const mustFix = (await listFindings(database, 'a', { class: 'must_fix' }))[0]?.id ?? '';
    const refused = await refusal(confirmFinding(database, mustFix, act()));
    expect([refused.code, refused.text.en]).toEqual([
      'not_confirmable',
      'A row that must be fixed cannot be confirmed: correct the file and deliver it again',
    ]);
    expect((await refusal(confirmFinding(database, '999', act()))).code).toBe('not_found');
    expect((await refusal(confirmDelivery(database, 'zz', {}, act()))).code).toBe('not_found');
  });

  it('takes in and confirms a hundred thousand findings within seconds', async () => {
    const database = await databases.open();
    const findings = Array.from({ length: 100_000 }, (_, at) =>
      asking({
        row: at + 2,
        subject: `9710 export 0801${String(at).padStart(14, '0')} 1`,
        value: `${at}.50`,
      }),
    );
    const started = performance.now();
    await record(
      database,
      newDelivery('a', '2026-11-08T01:00:00', { findings, accepted: 100_000, rows_read: 100_000 }),
    );
    const recorded = performance.now();
    expect(await confirmDelivery(database, 'a', {}, act())).toMatchObject({ confirmed: 100_000, open: 0 });
    const confirmed = performance.now();
    await record(
      database,
      newDelivery('b', '2026-11-09T01:00:00', { findings, accepted: 100_000, rows_read: 100_000 }),
    );
    expect((await described(database, 'b')).state).toBe('in_force');
    expect(recorded - started).toBeLessThan(20_000);
    expect(confirmed - recorded).toBeLessThan(20_000);
  });
});

describe('versions', () => {
  const november = [
    { customs_mode: '9710', flow: 'export', period: '2026-10', lines: 3, rates: [] },
    { customs_mode: '9810', flow: 'export', period: '2026-10', lines: 1, rates: [] },
  ];

  it('form a chain; withdrawing one puts the one before it in force, reinstating takes it back', async () => {
    const database = await databases.open();
    await record(
      database,
      newDelivery('a', '2026-11-08T01:00:00'),
      newDelivery('b', '2026-11-09T01:00:00', { coverage: november }),
      newDelivery('c', '2026-11-09T02:00:00', { uscc: otherTenant }),
    );
    expect((await described(database, 'b')).version).toEqual({ number: 2, of: 2, previous: 'a', next: null });
    expect(await described(database, 'a')).toMatchObject({
      state: 'superseded',
      supersedes: null,
      version: { number: 1, of: 2, previous: null, next: 'b' },
    });
    expect((await deliverySteps(database, 'a')).at(-1)).toEqual({
      at: '2026-11-09T01:00:00.000Z',
      state: 'superseded',
      actor: 'system',
      reason_code: null,
      note: 'b',
    });
    expect(await replacements(database, ['a', 'b', 'c'])).toEqual([
      { id: 'b', earlier: 'a', customs_mode: '9710', flow: 'export', period: '2026-10', before: 5, after: 3 },
    ]);
    expect(await withdraw(database, 'b', act({ reason_code: 'wrong_file' }))).toEqual({
      delivery_id: 'b',
      stage: 'withdrawn',
    });
    expect(await idsInForce(database)).toEqual(['2026-10 a', '2026-10 c']);
    expect((await described(database, 'b')).state).toBe('withdrawn');
    expect((await refusal(withdraw(database, 'b', act()))).code).toBe('wrong_state');
    expect((await refusal(confirmDelivery(database, 'b', {}, act()))).text.zh).toContain('先恢复');
    expect(await meetAgain(database, 'b', new Date('2026-11-20T00:00:00Z'), new Date(0))).toBe(true);
    expect((await described(database, 'b')).state).toBe('withdrawn');
    await reinstate(database, 'b', act({ reason_code: 'withdrawn_in_error' }));
    expect(await idsInForce(database)).toEqual(['2026-10 b', '2026-10 c', '2026-10 b']);
    expect(
      (await deliverySteps(database, 'b')).slice(-3).map(({ state, reason_code }) => [state, reason_code]),
    ).toEqual([
      ['withdrawn', 'wrong_file'],
      ['reinstated', 'withdrawn_in_error'],
      ['in_force', null],
    ]);
    expect((await refusal(reinstate(database, 'b', act()))).code).toBe('wrong_state');
    expect((await refusal(withdraw(database, 'zz', act()))).code).toBe('not_found');
  });

  it('that come back wait for what is not confirmed', async () => {
    const database = await databases.open();
    await record(database, newDelivery('a', '2026-11-08T01:00:00', { findings: [asking()] }));
    await withdraw(database, 'a', act({ reason_code: 'wrong_file' }));
    expect(await reinstate(database, 'a', act({ reason_code: 'withdrawn_in_error' }))).toEqual({
      delivery_id: 'a',
      stage: 'needs_confirming',
    });
  });
});

describe('bytes that were refused', () => {
  const refusedOnce = (rest: object = {}) =>
    newDelivery('a', '2026-11-08T01:00:00', {
      ...{
        refusal_id: 'no_table',
        refusal_value: '',
        lake_file: null,
        rows_read: 0,
        accepted: 0,
        coverage: [],
      },
      ...rest,
    });
  const stepsOf = async (database: Database, id: string) =>
    (await deliverySteps(database, id)).map(({ at, state, reason_code }) => [
      at.slice(0, 10),
      state,
      reason_code,
    ]);

  it('are judged anew when they come again; the same refusal changes nothing', async () => {
    const database = await databases.open();
    expect([...(await record(database, refusedOnce()))]).toEqual(['a']);
    expect(await meetAgain(database, 'a', new Date('2026-11-09T01:00:00Z'), new Date(0))).toBe(false);
    const first = await described(database, 'a');
    const steps = await stepsOf(database, 'a');
    expect([
      ...(await record(database, refusedOnce({ received_at: new Date('2026-11-09T01:00:00Z') }))),
    ]).toEqual([]);
    expect(await described(database, 'a')).toEqual(first);
    expect(await stepsOf(database, 'a')).toEqual(steps);
    expect(steps).toEqual([
      ['2026-11-08', 'received', null],
      ['2026-11-08', 'refused', 'no_table'],
    ]);
  });

  it('are taken in when they are understood by now, and the steps say so', async () => {
    const database = await databases.open();
    await record(database, refusedOnce());
    expect([...(await record(database, newDelivery('a', '2026-11-10T01:00:00')))]).toEqual(['a']);
    expect(await described(database, 'a')).toMatchObject({ state: 'in_force', accepted: 5, refusal: null });
    expect(await stepsOf(database, 'a')).toEqual([
      ['2026-11-08', 'received', null],
      ['2026-11-08', 'refused', 'no_table'],
      ['2026-11-10', 'received', null],
      ['2026-11-10', 'recognised', null],
      ['2026-11-10', 'read', null],
      ['2026-11-10', 'judged', null],
      ['2026-11-10', 'accepted', null],
      ['2026-11-10', 'in_force', null],
    ]);
    // Understood once, it stays so.
    expect([...(await record(database, refusedOnce()))]).toEqual([]);
    expect((await described(database, 'a')).state).toBe('in_force');
  });
});

describe('an earlier version with open confirmations', () => {
  it('is superseded, not waited for, once a later one is in force for all that it covers', async () => {
    const database = await databases.open();
    const cell = (period: string) => ({ customs_mode: '9710', flow: 'export', period, lines: 5, rates: [] });
    await record(
      database,
      newDelivery('a', '2026-11-08T01:00:00', {
        findings: [asking()],
        coverage: [cell('2026-09'), cell('2026-10')],
      }),
    );
    await record(database, newDelivery('b', '2026-11-09T01:00:00'));
    // September still waits for it.
    expect((await described(database, 'a')).state).toBe('needs_confirming');
    expect((await causesOf(database, '2026-10')).map(({ rule, open }) => [rule, open])).toEqual([
      ['value_outlier', 1],
    ]);
    await record(database, newDelivery('c', '2026-11-10T01:00:00', { coverage: [cell('2026-09')] }));
    expect((await described(database, 'a')).state).toBe('superseded');
    expect((await deliverySteps(database, 'a')).at(-1)).toEqual({
      at: '2026-11-10T01:00:00.000Z',
      state: 'superseded',
      actor: 'system',
      reason_code: null,
      note: 'c',
    });
    expect((await findDeliveries(database, { state: 'needs_confirming' }, 10, 0)).ids).toEqual([]);
    expect((await findDeliveries(database, { state: 'superseded' }, 10, 0)).ids).toEqual(['a']);
    expect(await causesOf(database, '2026-10')).toEqual([]);
    await withdraw(database, 'c', act({ reason_code: 'wrong_file' }));
    expect((await described(database, 'a')).state).toBe('needs_confirming');
  });

  it('waits while what came later waits too', async () => {
    const database = await databases.open();
    await record(
      database,
      newDelivery('a', '2026-11-08T01:00:00', { findings: [asking()] }),
      newDelivery('b', '2026-11-09T01:00:00', { findings: [asking({ value: '2000000' })] }),
    );
    expect((await described(database, 'a')).state).toBe('needs_confirming');
    await confirmDelivery(database, 'b', {}, act());
    expect((await described(database, 'a')).state).toBe('superseded');
  });
});

describe('a month', () => {
  it('has news when other deliveries are in force than when it was last drawn up, whenever they came', async () => {
    const database = await databases.open();
    await record(database, newDelivery('a', '2026-11-08T01:00:00'));
    await database.pool.query(
      `insert into release (id, period, number, published_at, status, fingerprint, inputs, observations, manifest) values ('2026-10.1', '2026-10', 1, '2026-11-12', 'p', 'x', 'x', 1, '{}')`,
    );
    const check = async (at: string) =>
      noteMonthCheck(database, '2026-10', await inForceDigest(database, '2026-10'), new Date(at));
    expect(await monthsWithNews(database)).toEqual(['2026-10']);
    await check('2026-11-12T00:00:00Z');
    expect(await monthsWithNews(database)).toEqual([]);
    // Arrived before the release, but recorded after it: comparing times would miss it.
    await record(
      database,
      newDelivery('b', '2026-11-09T01:00:00', {
        coverage: [{ customs_mode: '9810', flow: 'export', period: '2026-10', lines: 1, rates: [] }],
      }),
    );
    expect(await monthsWithNews(database)).toEqual(['2026-10']);
    await check('2026-11-13T00:00:00Z');
    expect(await monthsWithNews(database)).toEqual([]);
    await withdraw(database, 'a', act({ reason_code: 'wrong_file' }));
    expect(await monthsWithNews(database)).toEqual(['2026-10']);
    await reinstate(database, 'a', act({ reason_code: 'withdrawn_in_error' }));
    expect(await monthsWithNews(database)).toEqual([]);
  });

  it('counts a row that several rules stopped once, in the month that it belongs to', async () => {
    const database = await databases.open();
    const stopped = (row: number | null, rule: string, period: string | null) =>
      asking({ row, rule, class: 'must_fix', period, subject: '' });
    await record(
      database,
      newDelivery('a', '2026-11-08T01:00:00', {
        rows_read: 8,
        accepted: 5,
        rejected: 2,
        set_aside: 1,
        coverage: [
          { customs_mode: '9710', flow: 'export', period: '2026-09', lines: 2, rates: [] },
          { customs_mode: '9710', flow: 'export', period: '2026-10', lines: 3, rates: [] },
        ],
        findings: [
          stopped(3, 'hs_chapter', '2026-09'),
          stopped(3, 'required', '2026-09'),
          stopped(5, 'required', null),
          stopped(null, 'month_total', '2026-10'),
          asking({ row: 8, class: 'set_aside', rule: 'totals_row', period: null, subject: '' }),
          asking({ row: 6, class: 'notice', rule: 'round_amounts' }),
        ],
      }),
    );
    expect(await judgedRows(database, '2026-09')).toEqual([{ uscc: tenant, rows_read: 3, rejected: 1 }]);
    expect(await judgedRows(database, '2026-10')).toEqual([{ uscc: tenant, rows_read: 5, rejected: 1 }]);
  });
});

describe('findings in a file', () => {
  it('are recorded like those that are held, whatever blocks the file is read in', async () => {
    const database = await databases.open();
    const notices = Array.from({ length: 9000 }, (_, at) =>
      asking({ row: at + 3, class: 'notice', rule: 'round_amounts', value: `${at} “\n\t"件` }),
    );
    const folder = await mkdtemp(join(tmpdir(), 'parkstat-findings-'));
    const finding_file = join(folder, 'findings.json');
    await writeFile(
      finding_file,
      [asking(), ...notices].map((finding) => `${JSON.stringify(finding)}\n`).join(''),
    );
    await record(database, newDelivery('a', '2026-11-08T01:00:00', { finding_file }));
    await record(database, newDelivery('b', '2026-11-09T01:00:00', { findings: [asking(), ...notices] }));

    const told = async (id: string) =>
      (await listFindings(database, id, {}, 10_000)).map(({ id: _, ...finding }) => finding);
    expect(await told('a')).toEqual(await told('b'));
    expect(await told('a')).toHaveLength(9001);
    expect((await described(database, 'a')).state).toBe('needs_confirming');
    const [finding] = await listFindings(database, 'a', { class: 'confirm' });
    await confirmFinding(database, finding?.id as string, act());
    await record(database, newDelivery('c', '2026-11-10T01:00:00', { finding_file }));
    expect((await described(database, 'c')).state).toBe('in_force');
    await rm(folder, { recursive: true });
  });
});
