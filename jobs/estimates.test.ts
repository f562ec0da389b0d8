import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindCode } from '../catalogue/mode.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { requestEstimate } from '../warehouse/estimate-request.ts';
import { endEstimate, listEstimates } from '../warehouse/estimates.ts';
import { monthsWithNews } from '../warehouse/in-force.ts';
import { deliver } from './collect.ts';
import { lineFile, openTestServer, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { verify } from './verify.ts';

const server = await openTestServer();
afterAll(() => server.close());

const september = parsePeriod('2026-09') as Period;
const october = parsePeriod('2026-10') as Period;
const november = parsePeriod('2026-11') as Period;
const at = (text: string) => new Date(`${text}+08:00`);
const by = { note: null, by: '李敏', at: at('2026-12-13T09:00') };

let sent = 0;
/** A tenant's month, in yuan; the number of the line tells tenant and month apart. */
async function send(
  program: Program,
  tenant: number,
  month: number,
  amounts: Readonly<Record<string, number>>,
) {
  const day = month === 11 ? '2026-10-31' : `2026-${String(month).padStart(2, '0')}-15`;
  const released = month === 11 ? '2026-11-02' : day;
  const lines = Object.entries(amounts).map(([mode, amount], place) => ({
    ...{ no: tenant * 1000 + month * 10 + place, mode, declared: day, released, currency: '142' },
    amount: String(amount),
  }));
  const path = await writeAt(join(program.settings.dataDir, '..', 'sent', `${sent++}.csv`), lineFile(lines));
  const when = at(`2026-12-05T09:${String(sent).padStart(2, '0')}`);
  const arrival = { path, fileName: 'month.csv', fileTime: when, uscc: usccOf(tenant) };
  await deliver(program, { ...arrival, sourceId: null, declaredPeriod: null }, when);
}

async function pointOf(
  program: Program,
  period: string,
  indicator: string,
  codes: Record<string, string> = {},
) {
  const cell = { park: '_T', mode: '_T', flow: '_T', partner: '_T', kind: '_T', ...codes };
  const { rows } = await program.database.pool.query(
    `select value::text, observation.status, reason from observation join release using (release_key)
     where observation.period = $1 and indicator = $2 and park = $3 and mode = $4 and flow = $5 and partner = $6 and kind = $7
       and chapter = '_T' and section = '_T' and district = '_T' and transport = '_T'
       and number = (select max(number) from release where release.period = $1)`,
    [period, indicator, cell.park, cell.mode, cell.flow, cell.partner, cell.kind],
  );
  return rows[0] && [rows[0].value, rows[0].status, rows[0].reason];
}

/** Why the newest release of October differs from the one before, and about how many things. */
async function causesOf({ database }: Program) {
  const { rows } = await database.pool.query(
    "select causes from release where period = '2026-10' order by number desc limit 1",
  );
  const causes = rows[0]?.causes as { code: string; count: number }[];
  return causes.map(({ code, count }) => [code, count]);
}

describe('a tenant that has not reported', () => {
  let program: Program;
  const october8 = {
    period: october,
    uscc: usccOf(8),
    mode: '9710',
    flow: 'export',
    method: 'ratio',
  } as const;
  beforeAll(async () => {
    program = await server.program();
    const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
    for (const tenant of [4, 5, 6, 7, 8, 9])
      await appendFile(join(folder, 'tenants.csv'), `${usccOf(tenant)},,第${tenant}公司,电商企业,\n`);
    for (const tenant of [4, 5, 6, 7, 8])
      await appendFile(join(folder, 'memberships.csv'), `${usccOf(tenant)},P01,2024-01-01,\n`);
    await registry(program, { folder, now: at('2026-09-01T08:00') });
    const values = { 1: [1000, 1100], 4: [2000, 2200], 5: [3000, 3300], 6: [4000, 4400], 7: [5000, 5600] };
    for (const [tenant, [first = 0, second = 0]] of Object.entries(values)) {
      await send(program, Number(tenant), 9, { 9710: first });
      await send(program, Number(tenant), 10, { 9710: second });
      await send(program, Number(tenant), 11, { 9710: 2 * second });
    }
    await send(program, 8, 9, { 9710: 1500, 9810: 900 });
    for (const period of [september, october, november])
      await publish(program, { period, now: at(`2026-12-12T${period.slice(5)}:00`) });
  });
  afterAll(() => program.close());

  it.each([
    ['has reported', { uscc: usccOf(1) }, 'reported'],
    ['is in no park', { uscc: usccOf(9) }, 'not_due'],
    ['has been silent for three months', { uscc: usccOf(3) }, 'silent'],
    ['had no such value', { mode: '1210', flow: 'import' }, 'no_earlier_value'],
  ])('is not estimated where it %s', async (_what, change, reason) => {
    const refusal = await requestEstimate(program.database, { ...october8, ...change }, by).catch(
      (error: unknown) => error as Refusal,
    );
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).details.reason).toBe(reason);
  });

  it('is estimated by the change of its class, and published as such', async () => {
    const one = await requestEstimate(program.database, october8, by);
    // 1500 × 16600 ÷ 15000; 210.57 × 2338.46 ÷ 2105.73 dollars.
    expect([one.park, one.cny, one.usd, one.state]).toEqual(['P01', '1660.00', '233.84', 'active']);
    // Nobody else trades in 9810: 900 × 16600 ÷ 15000, as all tenants together.
    const other = await requestEstimate(program.database, { ...october8, mode: '9810' }, by);
    expect([other.cny, other.evidence]).toMatchObject([
      '996.00',
      {
        changes: [
          { class: { park: '_T', mode: '_T', flow: '_T' }, units: 5, outliers: 0, ratio: '1.106667' },
        ],
      },
    ]);
    expect(await monthsWithNews(program.database)).toEqual(['2026-10']);
    await publish(program, { period: october, now: at('2026-12-14T09:00') });
    expect(await pointOf(program, '2026-10', 'trade_value')).toEqual(['19256.00', 'e', null]);
    expect(await pointOf(program, '2026-10', 'net_trade_value')).toEqual(['19256.00', 'e', null]);
    const cell = { park: 'P01', mode: '9710', flow: 'export' };
    expect(await pointOf(program, '2026-10', 'trade_value', cell)).toEqual(['18260.00', 'e', null]);
    expect(await pointOf(program, '2026-10', 'trade_value', { ...cell, partner: '_U' })).toEqual([
      '1660.00',
      'e',
      null,
    ]);
    expect(await pointOf(program, '2026-10', 'trade_value', { ...cell, kind: kindCode('电商企业') })).toEqual(
      ['18260.00', 'e', null],
    );
    expect(await pointOf(program, '2026-10', 'declarations')).toEqual(['5', 'p', null]);
    // All of it is estimated.
    expect(await pointOf(program, '2026-10', 'trade_value', { mode: '9810' })).toEqual([
      null,
      'x',
      'MISSING',
    ]);
    const { rows } = await program.database.pool.query(
      'select mode, cny::text, lines from tenant_cell where estimated order by mode',
    );
    expect(rows).toEqual([
      { mode: '9710', cny: '1660.00', lines: null },
      { mode: '9810', cny: '996.00', lines: null },
    ]);
    expect(await causesOf(program)).toEqual([['ESTIMATE', 2]]);
    expect(await verify(program)).toEqual({ periods: 3, changed: [] });
  });

  it('is estimated once, and carried on over a month that it was silent in', async () => {
    const again = await requestEstimate(program.database, october8, by).catch((error: Refusal) => error);
    expect((again as Refusal).details.reason).toBe('estimated');
    // 1500 × 16600 ÷ 15000 × 33200 ÷ 16600
    const next = await requestEstimate(program.database, { ...october8, period: november }, by);
    expect([next.cny, (next.evidence as { changes: unknown[] }).changes.length]).toEqual(['3320.00', 2]);
    await endEstimate(program.database, next.estimate_id, by);
  });

  it('takes the place of its estimate when its file comes; the other is taken back', async () => {
    await send(program, 8, 10, { 9710: 1700 });
    const states = (await listEstimates(program.database, october)).map(({ mode, state }) => [mode, state]);
    expect(states).toEqual([
      ['9810', 'active'],
      ['9710', 'replaced'],
    ]);
    const [active] = await listEstimates(program.database, october);
    await endEstimate(program.database, active?.estimate_id ?? '', by);
    await publish(program, { period: october, now: at('2026-12-15T09:00') });
    expect(await pointOf(program, '2026-10', 'trade_value')).toEqual(['18300.00', 'r', null]);
    expect(await pointOf(program, '2026-10', 'trade_value', { mode: '9810' })).toEqual(['0.00', 'r', null]);
    expect(await pointOf(program, '2026-10', 'trade_value', { partner: '_U' })).toBe(undefined);
    expect(await causesOf(program)).toEqual([
      ['LATE_REPORT', 1],
      ['ESTIMATE', 1],
    ]);
    const twice = await endEstimate(program.database, active?.estimate_id ?? '', by).catch(
      (error: Refusal) => error,
    );
    expect((twice as Refusal).code).toBe('wrong_state');
  });
});
