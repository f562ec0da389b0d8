import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths, type Period } from '../catalogue/period.ts';
import { noParts, type ReleaseParts } from '../warehouse/releases.ts';
import {
  correctedAt,
  correctedMarch,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  registerParks,
  tenants,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

const [a, b, c, d] = tenants as [string, string, string, string];
const cell = (uscc: string, park: string, cny: string, estimated = false) => ({
  ...{ uscc, park, mode: '9710', flow: 'export', lines: '1', cny, usd: null, estimated },
});
const due = (uscc: string, park: string, received: boolean) => ({ uscc, park, received, on_time: received });

const marchParts: ReleaseParts = {
  ...noParts,
  tenant_cell: [cell(a, 'P01', '100.50'), cell(b, 'P01', '50.00'), cell(c, 'P02', '50.00')],
  release_tenant: [due(a, 'P01', true), due(b, 'P01', true), due(c, 'P02', true)],
};
/** B has not reported and is estimated, D has not reported and never had anything. */
const aprilParts: ReleaseParts = {
  ...noParts,
  tenant_cell: [cell(a, 'P01', '80.00'), cell(b, 'P01', '20.00', true), cell(c, 'P02', '20.00')],
  release_tenant: [due(a, 'P01', true), due(b, 'P01', false), due(c, 'P02', true), due(d, 'P02', false)],
};

/** Half a year of one cell, from 100 to 102, 90, 100, 120, 101, 103, and a month that is new: 200. What stays is no release. */
async function publishHalfYear({ database }: Warehouse): Promise<void> {
  for (const [at, later] of ['102', '90', '100', '120', '101', '103'].entries()) {
    const period = addMonths('2024-01' as Period, at);
    const next = addMonths(period, 1);
    await publish(database, period, `${next}-12T01:00:00Z`, [['trade_value', { mode: '9810' }, '100.00']]);
    await publish(database, period, `${next}-20T01:00:00Z`, [
      ['trade_value', { mode: '9810' }, `${later}.00`],
    ]);
  }
  await publish(database, '2024-07', '2024-08-12T01:00:00Z', [['trade_value', { mode: '9810' }, '200.00']]);
}

let warehouse: Warehouse;
let app: Server;
beforeAll(async () => {
  warehouse = await openWarehouse();
  const { database } = warehouse;
  await registerParks(database);
  await publishHalfYear(warehouse);
  await publishQuarters(database);
  await publish(database, '2026-03', correctedAt, correctedMarch, { parts: marchParts });
  await publish(database, '2026-04', '2026-05-12T02:00:00Z', [['trade_value', {}, '120.00']], {
    parts: aprilParts,
  });
  app = await openApp(database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const ask = async (path: string) => {
  const answer = await app.inject(`/api/v1/${path}`);
  return { status: answer.statusCode, body: answer.json() };
};

describe('GET /vintages', () => {
  test('tells what was first published, by what was then known, and what it is now', async () => {
    const { status, body } = await ask('vintages?indicator=trade_value&from=2026-03&to=2026-03');
    expect(status).toBe(200);
    expect(body.rows).toHaveLength(1);
    expect(body.rows[0]).toMatchObject({
      period: '2026-03',
      releases: 2,
      first: {
        value: '180.50',
        status: 'p',
        release: '2026-03.1',
        published_at: '2026-04-12T02:00:00.000Z',
      },
      latest: { value: '200.50', status: 'r', release: '2026-03.2' },
      expected: null,
    });
  });

  test.each([
    // 180.5 and 200.5 on 120.25.
    ['yoy', '0.501039501040', '0.667359667360'],
    // On 60.
    ['mom', '2.008333333333', '2.341666666667'],
    ['ytd', '390.50', '410.50'],
    ['level', '180.50', '200.50'],
  ])('of %s too', async (transform, first, latest) => {
    const { body } = await ask(
      `vintages?indicator=trade_value&from=2026-03&to=2026-03&transform=${transform}`,
    );
    expect(body.rows[0]).toMatchObject({ first: { value: first }, latest: { value: latest } });
  });

  test('says where a new figure is to be expected, by what became of its elders', async () => {
    const of = 'indicator=trade_value&mode=9810&asOf=2024-08-15&from=2024-06';
    const { body } = await ask(`vintages?${of}`);
    expect(body.bands).toMatchObject([{ mode: '9810', n: 6, low: '-5.000000', high: '11.500000' }]);
    expect(body.rows).toMatchObject([
      { period: '2024-06', releases: 2, expected: null },
      { period: '2024-07', releases: 1, expected: { low: '190.00', high: '223.00' } },
    ]);
    // 190 and 223 on 103.
    const growth = await ask(`vintages?${of}&transform=mom`);
    expect(growth.body.rows[1].expected).toEqual({ low: '0.844660194175', high: '1.165048543689' });
  });

  test.each([
    ['indicator=trade_value&transform=share', 'transform'],
    ['indicator=active_tenants&transform=ytd', 'transform'],
    ['indicator=new_tenants', 'indicator'],
    ['indicator=trade_value&of=park', 'of'],
  ])('%s is refused by name', async (path, parameter) => {
    expect(await ask(`vintages?${path}`)).toMatchObject({ status: 400, body: { details: { parameter } } });
  });
});

describe('GET /structure', () => {
  test('tells parts, and what of the whole none of them has', async () => {
    const { status, body } = await ask('structure?indicator=trade_value&period=2026-03&by=park');
    expect(status).toBe(200);
    expect(body.rows).toMatchObject([
      {
        park: 'P01',
        value: '60.50',
        share: { value: '0.301745635910', reason: null },
        yoy: { value: '0.512500000000' },
        // 20.5 on 120.25.
        contribution: { value: '0.170478170478' },
      },
    ]);
    expect(body.balances).toMatchObject([
      {
        park: '_T',
        total: '200.50',
        sum: '60.50',
        unallocated: '140.00',
        yoy: { value: '0.667359667360' },
        unallocated_contribution: '0.496881496882',
        confidential: 0,
        reason: null,
      },
    ]);
  });

  test('leaves nothing over of a whole that has no value', async () => {
    const { body } = await ask('structure?indicator=trade_value&period=2026-03&by=mode&flow=_T,export');
    expect(body.balances).toMatchObject([
      { flow: '_T', total: '200.50', sum: '180.50', unallocated: '20.00' },
      { flow: 'export', total: null, sum: '30.50', unallocated: null, reason: 'NO_BASE' },
    ]);
  });

  test('does not add what is counted anew', async () => {
    const { body } = await ask('structure?indicator=active_tenants&period=2026-03&by=park');
    expect(body.balances[0]).toMatchObject({ sum: null, unallocated: null, reason: 'RECOUNTED' });
  });

  test.each([
    ['indicator=trade_value&period=2026-03&by=park&park=P01', 400, 'usage'],
    ['indicator=parcels&period=2026-03&by=partner', 400, 'impossible_code'],
    ['indicator=trade_value&period=2027-03&by=park', 404, 'no_release'],
  ])('%s is refused', async (path, status, code) => {
    expect(await ask(`structure?${path}`)).toMatchObject({ status, body: { code } });
  });
});

test('GET /coverage tells who had reported, by count and by value, and what is estimated', async () => {
  const { status, body } = await ask('coverage?indicator=trade_value&from=2026-04');
  expect(status).toBe(200);
  expect(body.rows).toEqual([
    {
      period: '2026-04',
      release: '2026-04.1',
      due: 4,
      received: 2,
      by_count: '0.750000',
      // A and C had 150.50 of 200.50 in March.
      by_value: { value: '0.750623', reason: null },
      // 20 of 120.
      estimated_share: { value: '0.166667', reason: null },
    },
  ]);
  expect((await ask('coverage?indicator=trade_value&park=*')).status).toBe(400);
});

describe('GET /origin', () => {
  test('tells the sentences of the report that tell a cell, by the reference of its numbers', async () => {
    const number = (cell: string, text: string, transform = 'level') =>
      `<data value="1" data-ref="trade_value:${transform}:${cell}:2026-03@2026-03.1">${text}</data>`;
    const html = `<section id="overview">
<h2>一、总体 &amp; 概况</h2>
<p>全市${number('_T._T._T._T._T', '1.8亿元')}，增长${number('_T._T._T._T._T', '5%', 'yoy')}。其中9710为${number('_T.9710._T._T._T', '1亿元')}。</p>
</section>`;
    await warehouse.database.kysely
      .insertInto('report')
      .values({
        ...{
          release_id: '2026-03.1',
          park: '_T',
          format: 'html',
          language: 'zh',
          sha256: 'x',
          written_at: new Date('2026-04-12T03:00:00Z'),
        },
        content: Buffer.from(html),
      })
      .onConflict((on) => on.doNothing())
      .execute();
    const cited = async (more = '') =>
      (await ask(`origin/citations?indicator=trade_value&period=2026-03${more}`)).body.rows;
    const of = {
      release: '2026-03.1',
      park: '_T',
      language: 'zh',
      section: 'overview',
      heading: '一、总体 & 概况',
    };
    expect(await cited()).toEqual([{ ...of, sentence: '全市1.8亿元，增长5%。' }]);
    expect(await cited('&mode=9710')).toEqual([{ ...of, sentence: '其中9710为1亿元。' }]);
    expect(await cited('&mode=9810')).toEqual([]);
  });

  test('tells every earlier value, and tenants by their number and bands of shares only', async () => {
    const march = await ask('origin?indicator=trade_value&period=2026-03');
    expect(march.body).toMatchObject({
      value: '200.50',
      status: 'r',
      release: '2026-03.2',
      history: [
        { release: '2026-03.1', value: '180.50', status: 'p', causes: [] },
        { release: '2026-03.2', value: '200.50', status: 'r' },
      ],
      // 100.50 of 200.50 is more than a half.
      contributors: { tenants: 3, largest: '0.75', top_five: '1.00', estimated: 0 },
    });
    const april = await ask('origin?indicator=trade_value&period=2026-04');
    expect(april.body.contributors).toEqual({
      tenants: 3,
      largest: '0.75',
      top_five: '1.00',
      estimated: 1,
    });
    expect(JSON.stringify(april.body)).not.toContain('91330100');
  });

  test('tells no share of two tenants, and no tenants of a detail', async () => {
    const few = await ask('origin?indicator=trade_value&period=2026-04&park=P01');
    expect(few.body.contributors).toEqual({ tenants: 2, largest: null, top_five: null, estimated: 1 });
    const detail = await ask('origin?indicator=trade_value&period=2026-03&partner=USA');
    expect(detail.body).toMatchObject({ value: '100.50', contributors: { tenants: null } });
  });

  test('goes by what was known', async () => {
    const then = await ask('origin?indicator=trade_value&period=2026-03&asOf=2026-05-01');
    expect(then.body).toMatchObject({ value: '180.50', release: '2026-03.1' });
    expect(then.body.history).toHaveLength(1);
    expect(await ask('origin?indicator=trade_value&period=2026-04&asOf=2026-05-01')).toMatchObject({
      status: 404,
      body: { code: 'no_release' },
    });
  });
});

test('GET /revisions tells each revision and what was known after three months', async () => {
  const { body } = await ask('revisions?indicator=trade_value&mode=9810&asOf=2024-06-30');
  interface Month {
    readonly period: string;
    readonly releases: readonly { readonly revision: string | null }[];
    readonly third_month: { readonly value: string } | null;
  }
  const told = (body.rows as Month[]).map(({ period, releases, third_month }) => [
    period,
    releases.map(({ revision }) => revision),
    third_month?.value ?? null,
  ]);
  expect(told).toEqual([
    ['2024-01', [null, '2.000000'], '102.00'],
    ['2024-02', [null, '-10.000000'], '90.00'],
    ['2024-03', [null], null],
    ['2024-04', [null, '20.000000'], null],
    ['2024-05', [null, '1.000000'], null],
  ]);
  // (2 − 10) ÷ 2 and (2 + 10) ÷ 2.
  expect(body.third).toMatchObject({ n: 2, mr: '-4.000000', mar: '6.000000' });
});

test('GET /indicators/{id}/method tells formula, rules and announcements', async () => {
  const { status, body } = await ask('indicators/tax_assessed/method');
  expect(status).toBe(200);
  expect(body.rules.map(({ id }: { id: string }) => id)).toContain('vat_high');
  expect(body.announcements.map(({ mode }: { mode: string }) => mode)).toEqual(['1210', '1239', '9610']);
  expect(body.basis.id).toBe('membership');
  expect(await ask('indicators/tax_asessed/method')).toMatchObject({
    status: 404,
    body: { details: { nearest: ['tax_assessed'] } },
  });
});
