import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { cancellation, guidOf, importList, message, receipt } from '../fixtures/messages.ts';
import { eventSource } from '../transform/events.ts';
import { type Check, checks } from '../transform/models.ts';
import { monthsWithNews } from '../warehouse/in-force.ts';
import { deliver } from './collect.ts';
import { impact } from './impact.ts';
import {
  cellOf,
  eventFile,
  lineFile,
  openTestServer,
  type TestEvent,
  type TestLine,
  usccOf,
  writeAt,
  writeRegistry,
} from './jobs.fixture.ts';
import { computeMonth, monthInput } from './month.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { verify } from './verify.ts';

const server = await openTestServer();
afterAll(() => server.close());

const october = parsePeriod('2026-10') as Period;
const november = parsePeriod('2026-11') as Period;
const at = (text: string) => new Date(`${text}+08:00`);

async function started(): Promise<Program> {
  const program = await server.program();
  await registry(program, {
    folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
    now: at('2026-10-01T08:00'),
  });
  return program;
}

let files = 0;
/** Hands in a file; tells its findings. */
async function send(program: Program, tenant: number, content: string, when: string) {
  const fileName = content.startsWith('<') ? 'file.xml' : 'file.csv';
  const path = await writeAt(join(program.settings.dataDir, '..', `sent-${files++}`, fileName), content);
  const arrival = { path, fileName, fileTime: at(when), uscc: usccOf(tenant) };
  const { deliveries } = await deliver(
    program,
    { ...arrival, sourceId: null, declaredPeriod: null },
    at(when),
  );
  return deliveries[0];
}
const sendLines = (program: Program, tenant: number, lines: readonly TestLine[], when: string) =>
  send(program, tenant, lineFile(lines), when);
const sendEvents = (program: Program, tenant: number, events: readonly TestEvent[], when: string) =>
  send(program, tenant, eventFile(events), when);

describe('returns and cancellations, by hand', () => {
  let program: Program;
  beforeAll(async () => {
    program = await started();
    // 甲 in P01. Declaration 1: 100 USD at 7.1234 = 712.34 for three pieces, and 50 USD at 7.1234 = 356.17 for 2 kg.
    // Declaration 2: 200 USD at 7.0987 = 1419.74 for one. Declaration 3, to be cancelled: 10 USD = 70.987 → 70.99.
    const lines: TestLine[] = [
      { no: 1, declared: '2026-09-30', released: '2026-10-02', amount: '100', quantity: '3' },
      {
        no: 1,
        line: 2,
        declared: '2026-09-30',
        released: '2026-10-02',
        amount: '50',
        quantity: '2',
        unit: '035',
      },
      { no: 2, released: '2026-10-10', amount: '200' },
      { no: 3, released: '2026-10-11', amount: '10' },
    ];
    await sendLines(program, 1, lines, '2026-11-05T09:00');
    await sendLines(
      program,
      1,
      [{ no: 8, declared: '2026-10-31', released: '2026-11-02', amount: '1000' }],
      '2026-12-05T09:00',
    );
    // October: one of three returned, 237.4466… → 237.45.
    await sendEvents(
      program,
      1,
      [{ no: 1, on: '2026-10-20', quantity: '1', unit: '007' }],
      '2026-11-06T09:00',
    );
    // November: the other two, 474.8933… → 474.89, so that 712.34 are returned in all; 500 g of 2 kg: 89.0425 → 89.04;
    // declaration 3 cancelled: 70.99.
    await sendEvents(
      program,
      1,
      [
        { no: 1, on: '2026-11-03', quantity: '2', unit: '007' },
        { no: 1, line: 2, on: '2026-11-04', quantity: '500', unit: '036' },
        { kind: '撤单', no: 3, line: '', on: '2026-11-05' },
      ],
      '2026-12-06T09:00',
    );
    await publish(program, { period: october, now: at('2026-12-12T09:00') });
    await publish(program, { period: november, now: at('2026-12-12T10:00') });
  });
  afterAll(() => program.close());

  it.each([
    ['2026-10', 'trade_value', {}, '2559.24'],
    ['2026-10', 'returned_value', {}, '237.45'],
    ['2026-10', 'returned_declarations', {}, '1'],
    ['2026-10', 'cancelled_declarations', {}, '0'],
    // 237.45 ÷ 2559.24 = 0.0927814…
    ['2026-10', 'return_rate', { park: 'P01', mode: '9710', flow: 'export' }, '0.092781'],
    ['2026-10', 'net_trade_value', { park: 'P01' }, '2321.79'],
    ['2026-10', 'return_rate', { park: 'P02' }, null],
    ['2026-11', 'trade_value', {}, '7098.70'],
    ['2026-11', 'returned_value', { mode: '9710', flow: 'export' }, '563.93'],
    ['2026-11', 'returned_declarations', {}, '0'],
    ['2026-11', 'cancelled_declarations', { park: 'P01' }, '1'],
    // 7098.70 − 563.93 − 70.99
    ['2026-11', 'net_trade_value', {}, '6463.78'],
    ['2026-11', 'return_rate', {}, '0.079441'],
  ] as const)('%s %s %j: %s', async (period, indicator, cell, expected) => {
    expect(await cellOf(program, period, indicator, cell)).toBe(expected);
  });

  it('tells them by the month of their line', async () => {
    const { rows } = await program.database.pool.query(
      `select period, kind, mode, flow, park, original_period, events::integer, cny::text from event_origin join release using (release_key)
       order by period, kind`,
    );
    const told = { mode: '9710', flow: 'export', park: 'P01', original_period: '2026-10' };
    expect(rows).toEqual([
      { ...told, period: '2026-10', kind: 'return', events: 1, cny: '237.45' },
      { ...told, period: '2026-11', kind: 'cancellation', events: 1, cny: '70.99' },
      { ...told, period: '2026-11', kind: 'return', events: 2, cny: '563.93' },
    ]);
  });

  it('rebuilds them from the landed bytes', async () => {
    expect(await verify(program)).toEqual({ periods: 2, changed: [] });
  });
});

describe('a line', () => {
  it('is returned and cancelled once, whatever comes together, in the park of its release', async () => {
    const program = await started();
    // 乙 is in P01 until 15 October, and in P02 when its goods come back.
    const line = { released: '2026-10-10', currency: '142' };
    const lines = [
      { ...line, no: 1, amount: '100' },
      { ...line, no: 1, line: 2, amount: '50' },
      { ...line, no: 2, amount: '0.05', quantity: '2' },
      { ...line, no: 3, amount: '10', quantity: '3' },
    ];
    await sendLines(program, 2, lines, '2026-11-05T09:00');
    const events = [
      { no: 1, line: '', on: '2026-10-20' },
      { no: 2, on: '2026-10-21', quantity: '1' },
      { no: 2, on: '2026-10-22', quantity: '1' },
      { no: 3, on: '2026-10-23', quantity: '1' },
      { kind: '撤单', no: 3, line: '', on: '2026-10-24' },
    ] as const;
    await sendEvents(program, 2, events, '2026-11-05T10:00');
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
    // 100 + 50; 0.025 → 0.03, and what is left, 0.02; 3.33, and 6.67 by the cancellation.
    expect(await cellOf(program, '2026-10', 'returned_value', { park: 'P01' })).toBe('153.38');
    expect(await cellOf(program, '2026-10', 'returned_value', { park: 'P02' })).toBe('0.00');
    expect(await cellOf(program, '2026-10', 'net_trade_value')).toBe('0.00');
    expect(await cellOf(program, '2026-10', 'trade_value')).toBe('160.05');
    expect(await cellOf(program, '2026-10', 'returned_declarations')).toBe('3');
    expect(await cellOf(program, '2026-10', 'cancelled_declarations')).toBe('1');
    // 153.38 ÷ 160.05 = 0.95832…
    expect(await cellOf(program, '2026-10', 'return_rate')).toBe('0.958326');
    await program.close();
  });
});

describe('what becomes of a line later', () => {
  const uncounted = async (program: Program, period: Period) => {
    const input = await monthInput(program, period);
    const { events } = await computeMonth(input, program.settings.dataDir, program.engine);
    const { sql } = checks('warning').find(({ id }) => id === 'event_without_line') as Check;
    const rows = await program.engine.run(
      { sources: [eventSource(events)], views: [], outputs: [] },
      (duck) => duck.rows<{ kind: string; state: string }>(sql),
    );
    return rows.map(({ kind, state }) => [kind, state]);
  };

  it('changes its returns, makes news of their month, and leaves an event without a line to be looked at', async () => {
    const program = await started();
    const line = { no: 1, released: '2026-10-10', quantity: '4' };
    await sendLines(program, 1, [{ ...line, amount: '100' }], '2026-11-05T09:00');
    await sendLines(
      program,
      1,
      [{ no: 9, declared: '2026-10-31', released: '2026-11-02', amount: '1' }],
      '2026-12-05T09:00',
    );
    const event = await sendEvents(
      program,
      1,
      [{ no: 1, on: '2026-11-03', quantity: '1' }],
      '2026-12-06T09:00',
    );
    await publish(program, { period: november, now: at('2026-12-12T09:00') });
    const taken = await impact(program, event?.id ?? '', 'withdraw', 1000);
    expect(taken.months.map(({ period }) => period)).toEqual(['2026-11']);
    expect(
      taken.cells.filter(
        ({ indicator, park, mode }) => indicator === 'returned_value' && park === '_T' && mode === '_T',
      ),
    ).toMatchObject([
      { flow: '_T', from: '177.47', to: '0.00' },
      { flow: 'export', from: '177.47', to: '0.00' },
    ]);
    // 100 × 7.0987 = 709.87; a quarter is 177.4675 → 177.47.
    expect(await cellOf(program, '2026-11', 'returned_value')).toBe('177.47');
    expect(await uncounted(program, november)).toEqual([]);
    await sendLines(program, 1, [{ ...line, amount: '80' }], '2026-12-13T09:00');
    expect(await monthsWithNews(program.database)).toEqual(['2026-11']);
    await publish(program, { period: november, now: at('2026-12-14T09:00') });
    // 80 × 7.0987 = 567.896 → 567.90; a quarter is 141.975 → 141.98.
    expect(await cellOf(program, '2026-11', 'returned_value')).toBe('141.98');
    await sendLines(program, 1, [{ ...line, unit: '035', amount: '80' }], '2026-12-15T09:00');
    await sendEvents(
      program,
      1,
      [{ no: 1, on: '2026-11-03', quantity: '1', unit: '035' }],
      '2026-12-15T10:00',
    );
    await sendLines(program, 1, [{ ...line, amount: '80.0' }], '2026-12-15T11:00');
    expect(await uncounted(program, november)).toEqual([['return', 'other_unit']]);
    await sendLines(program, 1, [{ ...line, no: 2, amount: '80' }], '2026-12-16T09:00');
    expect(await uncounted(program, november)).toEqual([['return', 'without_line']]);
    await publish(program, { period: november, now: at('2026-12-17T09:00') });
    expect(await cellOf(program, '2026-11', 'returned_value')).toBe('0.00');
    await program.close();
  });

  it('is taken out of the lines by a cancellation that customs told by message, and counted once', async () => {
    const program = await started();
    const ebcCode = usccOf(1);
    const list = (nth: number) =>
      importList({
        ebcCode,
        guid: guidOf('LIST', nth),
        copNo: `COP-${nth}`,
        orderNo: `O${nth}`,
        logisticsNo: `YD${nth}`,
      });
    const released = (nth: number) =>
      receipt({
        ebcCode,
        guid: guidOf('RECEIPT', nth),
        copNo: `COP-${nth}`,
        invtNo: `08082026100000000${nth}`,
      });
    await send(
      program,
      1,
      message('CEB621', [list(1), list(2)]) + message('CEB622', [released(1), released(2)]),
      '2026-11-05T09:00',
    );
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
    const before = await cellOf(program, '2026-10', 'trade_value', { mode: '1210', flow: 'import' });
    expect(before).toBe('400.00');
    const accepted = receipt(
      { ebcCode, returnStatus: '399', returnTime: '20261105000000000', copNo: 'CANCEL-1' },
      'InvtCancelReturn',
    );
    await send(
      program,
      1,
      message('CEB623', [cancellation({ ebcCode })]) + message('CEB624', [accepted]),
      '2026-12-05T09:00',
    );
    await sendLines(
      program,
      1,
      [{ no: 9, declared: '2026-10-31', released: '2026-11-02', amount: '1' }],
      '2026-12-05T10:00',
    );
    await publish(program, { period: october, now: at('2026-12-12T09:00') });
    await publish(program, { period: november, now: at('2026-12-12T10:00') });
    expect(await cellOf(program, '2026-10', 'trade_value', { mode: '1210', flow: 'import' })).toBe('200.00');
    expect(await cellOf(program, '2026-11', 'cancelled_declarations', { park: 'P01', mode: '1210' })).toBe(
      '1',
    );
    expect(await cellOf(program, '2026-11', 'net_trade_value')).toBe('7.10');
    expect(await uncounted(program, november)).toEqual([]);
    await program.close();
  });
});
