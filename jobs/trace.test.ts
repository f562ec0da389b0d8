import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceQuery } from '../api/tracing.ts';
import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import { add } from '../catalogue/number.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { confirmDelivery } from '../warehouse/confirmations.ts';
import { deliver } from './collect.ts';
import { fedCells } from './fed-cells.ts';
import { eventFile, lineFile, openTestServer, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { trace } from './trace.ts';

const server = await openTestServer();
afterAll(() => server.close());

const october = parsePeriod('2026-10') as Period;
const at = (text: string) => new Date(`${text}+08:00`);
let program: Program;

async function send(name: string, content: string, tenant: number, time: string) {
  const path = await writeAt(join(program.settings.dataDir, 'sent', name), content, at(time));
  const arrival = { path, fileName: name, fileTime: at(time), sourceId: null, declaredPeriod: null };
  const { deliveries } = await deliver(program, { ...arrival, uscc: usccOf(tenant) }, at(time));
  const [delivery] = deliveries;
  if (!delivery) throw new Error('not taken in');
  const act = { reason_code: 'checked_with_tenant' as const, note: null, by: '李敏', at: at(time) };
  if (delivery.state === 'needs_confirming') await confirmDelivery(program.database, delivery.id, {}, act);
  return delivery.id;
}

const everywhere = Object.fromEntries(dimensions.map((dimension) => [dimension, '_T']));
function query(codes: Partial<Record<Dimension, string>>, rest: Partial<TraceQuery> = {}): TraceQuery {
  const cell = { ...everywhere, ...codes } as TraceQuery['cell'];
  const page = { scope: 'all' as const, release: null, asOf: null, limit: 100, offset: 0 };
  return { indicator: 'trade_value', period: october, cell, ...page, ...rest };
}

let first = '';
let second = '';
beforeAll(async () => {
  program = await server.program();
  const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
  await registry(program, { folder, now: at('2026-10-01T08:00') });
  // 甲, in P01: 100 USD declared in September (712.34), 200 USD in October (7.0987 × 200 = 1419.74); the row between has a
  // chapter that does not exist and is rejected.
  first = await send(
    '甲.csv',
    lineFile([
      { no: 1, declared: '2026-09-30', released: '2026-10-01', amount: '100', hs: '6109100010' },
      { no: 2, released: '2026-10-02', amount: '55', hs: '7709100010' },
      { no: 3, released: '2026-10-03', amount: '200', hs: '8517130000', partner: 'DEU' },
    ]),
    1,
    '2026-11-05T10:00',
  );
  // 乙, in P01 until the 15th and in P02 from the 16th: 10 USD (70.99, from 70.987) and 20 USD (141.97, from 141.974).
  second = await send(
    '乙.csv',
    lineFile([
      { no: 4, released: '2026-10-16', amount: '20' },
      { no: 5, released: '2026-10-15', amount: '10' },
    ]),
    2,
    '2026-11-06T10:00',
  );
  await publish(program, { period: october, now: at('2026-11-10T10:00') });
});
afterAll(() => program.close());

describe('from a number to its rows', () => {
  test('the city: both deliveries, the larger first, and every line at its place in its file', async () => {
    const found = await trace(program, query({}));
    expect([found.release, found.value, found.adds_up, found.total]).toEqual([
      '2026-10.1',
      '2345.04',
      true,
      4,
    ]);
    expect(found.sum).toEqual({ deliveries: 2, lines: 4, cny: '2345.04', usd: '330.00' });
    expect(
      found.deliveries.map(({ delivery_id, lines, cny, state }) => [delivery_id, lines, cny, state]),
    ).toEqual([
      [first, 2, '2132.08', 'in_force'],
      [second, 2, '212.96', 'in_force'],
    ]);
    const rows = found.rows.map(({ file_name, row, amount, cny_per_100, cny }) => [
      file_name,
      row,
      amount,
      cny_per_100,
      cny,
    ]);
    expect(rows.toSorted()).toEqual([
      ['乙.csv', 2, '20.00000', '709.870000', '141.97'],
      ['乙.csv', 3, '10.00000', '709.870000', '70.99'],
      ['甲.csv', 2, '100.00000', '712.340000', '712.34'],
      ['甲.csv', 4, '200.00000', '709.870000', '1419.74'],
    ]);
  });

  test('a park: the lines of the days on which their tenant was in it', async () => {
    const found = await trace(program, query({ park: 'P01', mode: '9710', flow: 'export' }));
    expect([found.value, found.adds_up, found.total]).toEqual(['2203.07', true, 3]);
    expect(found.rows.filter(({ file_name }) => file_name === '乙.csv').map(({ row }) => row)).toEqual([3]);
    expect(found.partitions.map(({ id }) => id)).toEqual(['9710-export-2026-10']);
  });

  test('a detail: a partner, a chapter, a section', async () => {
    for (const [codes, value] of [
      [{ partner: 'DEU' }, '1419.74'],
      [{ chapter: '61' }, '925.30'],
      [{ section: '16' }, '1419.74'],
      [{ district: '0801' }, '2345.04'],
      [{ transport: '5' }, '2345.04'],
      [{ kind: 'merchant' }, '2345.04'],
    ] as const) {
      const found = await trace(program, query(codes));
      expect([codes, found.value, found.adds_up]).toEqual([codes, value, true]);
      expect(found.rows.map(({ cny }) => cny as string).reduce(add, '0.00')).toBe(value);
    }
  });

  test('the formula: its words, its model, and every model behind it', async () => {
    const { formula, adds_up } = await trace(program, query({}, { indicator: 'declarations' }));
    expect(formula.zh).not.toBe('');
    expect(formula.sql[0]?.name).toBe(formula.model);
    expect(formula.sql.map(({ name }) => name)).toContain('facts.counted_line');
    expect(adds_up).toBeNull();
  });

  test('by pages', async () => {
    const all = (await trace(program, query({}))).rows;
    const paged = [];
    for (const offset of [0, 1, 2, 3, 4])
      paged.push(...(await trace(program, query({}, { limit: 1, offset }))).rows);
    expect(paged).toEqual(all);
  });

  test('what a release does not hold, or no release, is refused by name', async () => {
    await expect(trace(program, query({ partner: 'FRA' }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(trace(program, query({}, { release: '2026-10.9' }))).rejects.toMatchObject({
      code: 'no_release',
    });
    await expect(trace(program, query({}, { period: '2026-09' }))).rejects.toMatchObject({
      code: 'no_release',
    });
    await expect(trace(program, query({}, { asOf: at('2026-11-01T00:00') }))).rejects.toMatchObject({
      code: 'no_release',
    });
  });
});

describe('from a delivery to the numbers', () => {
  test('every cell that contains one of its lines, and no other', async () => {
    const found = await fedCells(program, second, { limit: 1000, offset: 0 });
    expect(found.releases).toEqual([{ id: '2026-10.1', period: october, current: true }]);
    const values = found.rows.filter(
      ({ indicator, chapter, section, district, transport, kind }) =>
        indicator === 'trade_value' &&
        [chapter, section, district, transport, kind].every((code) => code === '_T'),
    );
    // P01, P02 and the city; mode or not, flow or not; in total or to the United States.
    expect(values).toHaveLength(3 * 2 * 2 * 2);
    expect(values.filter(({ partner }) => !['_T', 'USA'].includes(partner))).toEqual([]);
    expect(found.total).toBe(found.rows.length);
    const paged = await fedCells(program, second, { limit: 5, offset: 5 });
    expect(paged.rows).toEqual(found.rows.slice(5, 10));
    expect((await fedCells(program, 'nobody', { limit: 5, offset: 0 })).rows).toEqual([]);
  });
});

describe('from a returned value to its events', () => {
  test('each return with its file, its row and what it takes off, and the month of its line', async () => {
    const id = await send(
      '退货.csv',
      eventFile([
        { no: 3, on: '2026-10-20' },
        { no: 1, on: '2026-10-21', kind: '撤单' },
      ]),
      1,
      '2026-11-07T10:00',
    );
    await publish(program, { period: october, now: at('2026-11-11T10:00') });
    const found = await trace(program, query({ park: 'P01' }, { indicator: 'returned_value' }));
    expect(found.value).toBe('1419.74');
    expect(
      found.events.map((one) => [
        one.delivery_id,
        one.file_name,
        one.row,
        one.kind,
        one.original_period,
        one.cny,
      ]),
    ).toEqual([
      [id, '退货.csv', 2, 'return', october, '1419.74'],
      [id, '退货.csv', 3, 'cancellation', october, '712.34'],
    ]);
    expect((await trace(program, query({ park: 'P02' }, { indicator: 'returned_value' }))).events).toEqual(
      [],
    );
    expect((await trace(program, query({}))).events).toEqual([]);
    expect((await fedCells(program, id, { limit: 1, offset: 0 })).releases.map(({ id }) => id)).toEqual([
      '2026-10.2',
    ]);
  });
});

describe('after a correction', () => {
  test('the old release still leads to the old file, the new one to the new', async () => {
    const corrected = await send(
      '甲-更正.csv',
      lineFile([{ no: 1, declared: '2026-09-30', released: '2026-10-01', amount: '90' }]),
      1,
      '2026-11-12T10:00',
    );
    await publish(program, { period: october, now: at('2026-11-13T10:00') });
    const files = async (rest: Partial<TraceQuery>) => {
      const found = await trace(program, query({ park: 'P01' }, rest));
      return [
        found.release,
        found.value,
        found.adds_up,
        found.deliveries.map(({ delivery_id, state }) => [delivery_id, state]),
      ];
    };
    expect(await files({ release: '2026-10.1' })).toEqual([
      '2026-10.1',
      '2203.07',
      true,
      [
        [first, 'superseded'],
        [second, 'in_force'],
      ],
    ]);
    // 90 × 7.1234 = 641.106 → 641.11; with 70.99 of 乙.
    const now = [
      '2026-10.3',
      '712.10',
      true,
      [
        [corrected, 'in_force'],
        [second, 'in_force'],
      ],
    ];
    expect(await files({})).toEqual(now);
    expect((await files({ asOf: at('2026-11-10T23:00') }))[0]).toBe('2026-10.1');
    const releases = (await fedCells(program, second, { limit: 1, offset: 0 })).releases;
    expect(releases.map(({ id, current }) => [id, current])).toEqual([
      ['2026-10.3', true],
      ['2026-10.2', false],
      ['2026-10.1', false],
    ]);
  });
});
