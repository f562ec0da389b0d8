import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period, periodsBetween } from '../catalogue/period.ts';
import type { ParkTenant } from '../warehouse/park-tenants.ts';
import type { RankedRow } from '../warehouse/ranking.ts';
import { noParts } from '../warehouse/releases.ts';
import type { Reader } from './access/reader.ts';
import { type DraftCell, openApp, openWarehouse, publish, type Warehouse } from './app.fixture.ts';
import type { Server } from './server.ts';

let warehouse: Warehouse;
let app: Server;

const tenants = ['A', 'B', 'C', 'D'].map((letter) => `91330100MA27XL0K6${letter}`);
const [a, b, c, d] = tenants as [string, string, string, string];
const value = 'trade_value';
const march = '2026-03' as Period;

/** Five parks; P4 was closed after February 2026, P5 opened in it. In March three share the first place. */
const months: Readonly<Record<string, DraftCell[]>> = {
  '2025-03': [
    [value, {}, '210.00'],
    [value, { park: 'P1' }, '100.00'],
    [value, { park: 'P2' }, '50.00'],
    [value, { park: 'P3' }, '50.00'],
    [value, { park: 'P4' }, '10.00'],
    [value, { partner: 'DEU' }, '210.00'],
  ],
  '2026-02': [
    [value, {}, '230.00'],
    [value, { park: 'P1' }, '100.00'],
    [value, { park: 'P2' }, '120.00'],
    [value, { park: 'P3' }, '0.00'],
    [value, { park: 'P4' }, null, 'MISSING'],
    [value, { park: 'P5' }, '10.00'],
    [value, { partner: 'JPN' }, '230.00'],
  ],
  '2026-03': [
    [value, {}, '270.00'],
    [value, { park: 'P1' }, '90.00'],
    [value, { park: 'P2' }, '90.00'],
    [value, { park: 'P3' }, '0.00'],
    [value, { park: 'P5' }, '90.00'],
    [value, { partner: 'USA' }, '100.00'],
    [value, { partner: 'FRA' }, '60.00'],
    [value, { partner: 'DEU' }, '60.00'],
    [value, { partner: '_U' }, '50.00'],
    ['average_ticket', { park: 'P1' }, '3.00'],
  ],
};

/** A is active in every month, B in the first only, C in the last only; D was due in the last and had not reported. */
function partsOf(period: Period) {
  const active = [a, ...(period === '2025-03' ? [b] : []), ...(period === march ? [c] : [])];
  const cell = { park: 'P1', mode: '9610', flow: 'export', lines: '1', usd: null, estimated: false };
  return {
    ...noParts,
    tenant_cell: active.map((uscc) => ({ ...cell, uscc, cny: '30.00' })),
    release_tenant: [
      ...active.map((uscc) => ({ park: 'P1', uscc, received: true, on_time: true })),
      ...(period === march ? [{ park: 'P1', uscc: d, received: false, on_time: null }] : []),
    ],
  };
}

/** As a release counts the tenants of its month. */
function activeCell(period: Period): DraftCell {
  return ['active_tenants', { park: 'P1' }, String(partsOf(period).tenant_cell.length)];
}

async function register({ database: { kysely } }: Warehouse): Promise<void> {
  const types = ['industry_cluster', 'industry_cluster', 'warehouse_logistics', 'supervised_site'];
  await kysely
    .insertInto('park')
    .values(
      [...types, 'supervised_site'].map((type, at) => ({
        park_id: `P${at + 1}`,
        name_zh: `园区${at + 1}`,
        name_en: '',
        type,
        district: '东',
        opened_on: '2020-01-01',
      })),
    )
    .execute();
  const tenant = (uscc: string) => ({ uscc, customs_code: null, kind: '电商企业', aliases: '' });
  await kysely
    .insertInto('tenant')
    .values(tenants.map((uscc) => ({ ...tenant(uscc), name_zh: `企业${uscc.at(-1)}` })))
    .execute();
}

beforeAll(async () => {
  warehouse = await openWarehouse();
  await register(warehouse);
  for (const period of periodsBetween('2025-03' as Period, march))
    await publish(
      warehouse.database,
      period,
      `${addMonths(period, 1)}-12T02:00:00Z`,
      [...(months[period] ?? [[value, {}, '200.00']]), activeCell(period)],
      { parts: partsOf(period) },
    );
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

async function answer(path: string, server = app) {
  const response = await server.inject(`/api/v1/${path}`);
  return { status: response.statusCode, ...response.json() };
}

describe('the ranking', () => {
  const ranking = (rest: string) => answer(`ranking?indicator=trade_value&${rest}`);
  const place = ({ park, rank, rank_month_ago, rank_year_ago, moved_month, moved_year }: RankedRow) =>
    [park, rank, rank_month_ago, rank_year_ago, moved_month, moved_year] as const;

  it('shares a rank among equals and leaves out as many behind them, with the ranks of before', async () => {
    const { rows } = await ranking('by=park&to=2026-03');
    expect(rows.map(place)).toEqual([
      ['P1', 1, 2, 1, 1, 0],
      ['P2', 1, 1, 2, 0, 1],
      ['P5', 1, 3, null, 2, null],
      ['P3', 4, 4, 2, 0, -2],
      ['P4', null, null, 4, null, null],
    ]);
    expect(rows.map(({ ranked }: RankedRow) => ranked)).toEqual([4, 4, 4, 4, 4]);
    expect(rows.at(-1)).toMatchObject({ value: null, reason: 'NO_BASE' });
  });

  it('knows what was known then', async () => {
    const { rows } = await ranking('by=park&asOf=2026-03-31');
    expect(rows.map((row: RankedRow) => [row.period, row.park, row.rank])).toEqual([
      ['2026-02', 'P2', 1],
      ['2026-02', 'P1', 2],
      ['2026-02', 'P5', 3],
      ['2026-02', 'P3', 4],
      ['2026-02', 'P4', null],
    ]);
  });

  it('gives several months, oldest first', async () => {
    const { rows } = await ranking('by=park&last=2');
    expect(rows.map(({ period }: RankedRow) => period)).toEqual([
      ...Array(5).fill('2026-02'),
      ...Array(5).fill('2026-03'),
    ]);
  });

  it('tells growth, share and contribution of monthly values, and the total that they are parts of', async () => {
    const { rows, totals } = await ranking('by=park&to=2026-03');
    const told = ({ park, growth, share, contribution }: RankedRow) => [park, growth, share, contribution];
    expect(rows.map(told)).toEqual([
      ['P1', '-0.100000000000', '0.333333333333', '-0.047619047619'],
      ['P2', '0.800000000000', '0.333333333333', '0.190476190476'],
      ['P5', null, '0.333333333333', '0.428571428571'],
      ['P3', '-1.000000000000', '0.000000000000', '-0.238095238095'],
      ['P4', null, null, '-0.047619047619'],
    ]);
    expect(rows[2].growth_reason).toBe('NO_BASE');
    expect(totals).toEqual([
      expect.objectContaining({ period: '2026-03', value: '270.00', growth: '0.285714285714' }),
    ]);
    const growth = await ranking('by=park&transform=yoy&to=2026-03');
    expect(growth.rows[0]).toMatchObject({ share: null, share_reason: 'NOT_APPLICABLE' });
  });

  it('ranks growth as well', async () => {
    const { rows, unit } = await ranking('by=park&transform=yoy&to=2026-03');
    expect(unit).toBe('ratio');
    expect(rows.map((row: RankedRow) => [row.park, row.value, row.rank])).toEqual([
      ['P2', '0.800000000000', 1],
      ['P1', '-0.100000000000', 2],
      ['P3', '-1.000000000000', 3],
      ['P4', null, null],
      ['P5', null, null],
    ]);
  });

  it('ranks neither what is unknown nor a partner without trade', async () => {
    const { rows } = await ranking('by=partner&to=2026-03');
    expect(rows.map((row: RankedRow) => [row.partner, row.value, row.rank])).toEqual([
      ['USA', '100.00', 1],
      ['DEU', '60.00', 2],
      ['FRA', '60.00', 2],
      ['JPN', '0.00', null],
      ['_U', '50.00', null],
    ]);
  });

  it('adds up what stands behind the first, so that the table adds up', async () => {
    const { rows, others } = await ranking('by=partner&top=1&to=2026-03');
    expect(rows.map(({ partner }: RankedRow) => partner)).toEqual(['USA', '_U']);
    expect(others).toEqual([{ period: '2026-03', count: 2, value: '120.00' }]);
    const second = await ranking('by=partner&top=2&to=2026-03');
    expect(second.rows.map(({ partner }: RankedRow) => partner)).toEqual(['USA', 'DEU', 'FRA', '_U']);
    expect(second.others).toEqual([{ period: '2026-03', count: 0, value: '0.00' }]);
    const growth = await ranking('by=park&top=1&transform=yoy&to=2026-03');
    expect(growth.others).toEqual([{ period: '2026-03', count: 2, value: null }]);
  });

  it.each([
    ['by=park&park=P1', 'park'],
    ['by=partner&park=P1,P2', 'park'],
    ['by=partner&mode=*', 'mode'],
    ['by=period', 'by'],
    ['by=mode&mode=9610', 'mode'],
    ['by=park&top=0', 'top'],
    ['by=park&partner=USA', 'partner'],
    ['by=park&mode=9711', 'mode'],
  ])('%s is refused by name', async (rest, parameter) => {
    const { status, details } = await ranking(rest);
    expect([status, details.parameter]).toEqual([400, parameter]);
  });

  it('of a month that is not published is none', async () => {
    expect(await ranking('by=park&to=2026-04')).toMatchObject({ status: 404, code: 'no_release' });
    expect(await ranking('by=park&asOf=2025-01-01')).toMatchObject({ status: 404, code: 'no_release' });
  });
});

describe('groups', () => {
  const groups = async (rest: string) => {
    const { rows, ...told } = await answer(`groups?indicator=trade_value&${rest}`);
    const pairs = rows?.map((row: { group: string; value: string | null; reason: string | null }) => [
      row.group,
      row.value ?? row.reason,
    ]);
    return { ...told, pairs };
  };

  it.each([
    ['level', ['180.00', '0.00', '90.00']],
    ['yoy', ['0.200000000000', '-1.000000000000', '8.000000000000']],
    ['share', ['0.666666666667', '0.000000000000', '0.333333333333']],
    ['contribution', ['0.142857142857', '-0.238095238095', '0.380952380952']],
  ])('of parks add up by type: %s', async (transform, values) => {
    const { pairs } = await groups(`by=park_type&transform=${transform}&to=2026-03`);
    expect(pairs).toEqual([
      ['industry_cluster', values[0]],
      ['warehouse_logistics', values[1]],
      ['supervised_site', values[2]],
    ]);
  });

  it('have no value where a member has none, and say why', async () => {
    const { pairs } = await groups('by=park_type&to=2026-02');
    expect(pairs.at(-1)).toEqual(['supervised_site', 'MISSING']);
  });

  it('tell growth, share and contribution beside monthly values', async () => {
    const { rows } = await answer('groups?indicator=trade_value&by=park_type&to=2026-03');
    expect(
      rows.map((row: RankedRow) => [row.value, row.growth, row.share, row.contribution].join(' ')),
    ).toEqual([
      '180.00 0.200000000000 0.666666666667 0.142857142857',
      '0.00 -1.000000000000 0.000000000000 -0.238095238095',
      '90.00 8.000000000000 0.333333333333 0.380952380952',
    ]);
  });

  it('count their tenants anew for the coverage', async () => {
    const { rows } = await answer('groups?indicator=trade_value&by=park_type&to=2026-03');
    // A and C of A, C and D; the other types have no tenant due and keep the coverage of their parks.
    expect(rows.map(({ coverage }: { coverage: string }) => coverage)).toEqual([
      '0.666667',
      '0.750000',
      '0.750000',
    ]);
  });

  it('of partners are parts of the world, and the unknown', async () => {
    const { pairs } = await groups('by=region&to=2026-03');
    expect(pairs).toEqual([
      ['asia', '0.00'],
      ['africa', '0.00'],
      ['europe', '120.00'],
      ['latin_america', '0.00'],
      ['north_america', '100.00'],
      ['oceania', '0.00'],
      ['other', '0.00'],
      ['_U', '50.00'],
    ]);
  });

  it('are refused for what does not add up', async () => {
    const { status, details } = await answer('groups?indicator=active_tenants&by=park_type');
    expect([status, details.parameter]).toEqual([400, 'indicator']);
    expect(details.allowed).toContain('trade_value');
  });
});

describe('the tenants of a park', () => {
  const told = ({ uscc, due, received, active, is_new, is_leaving }: ParkTenant) =>
    [uscc.at(-1), due, received, active, is_new, is_leaving] as const;

  it('are those of the month, the new ones and those that left', async () => {
    const { rows, release } = await answer('parks/P1/tenants?period=2026-03');
    expect(release).toBe('2026-03.1');
    expect(rows.map(told)).toEqual([
      ['A', true, true, true, false, false],
      ['B', false, false, false, false, true],
      ['C', true, true, true, true, false],
      ['D', true, false, false, false, false],
    ]);
    expect(rows[0]).toMatchObject({ name_zh: '企业A', value: '30.00' });
  });

  it('agree with the published counts', async () => {
    const counts = await Promise.all(
      ['active_tenants', 'new_tenants', 'leaving_tenants'].map(async (indicator) => {
        const { rows } = await answer(`series?indicator=${indicator}&park=P1&from=2026-03`);
        return rows[0].value;
      }),
    );
    const { rows } = await answer('parks/P1/tenants?period=2026-03');
    const named = (['active', 'is_new', 'is_leaving'] as const).map((key) =>
      String(rows.filter((row: ParkTenant) => row[key] === true).length),
    );
    expect(named).toEqual(['2', '1', '1']);
    expect(counts).toEqual(named);
  });

  it('are told within the scope of who asks', async () => {
    const as = (scope: Reader['scope']): Reader => ({ account: null, roles: ['park'], scope, by: 'session' });
    const askedBy = async (scope: Reader['scope']) => {
      const scoped = await openApp(warehouse.database, {
        access: { signIn: 'required', published: 'signed-in', as: as(scope) },
      });
      const { rows, reason } = await answer('parks/P1/tenants?period=2026-03', scoped);
      await scoped.close();
      return [rows.map(({ uscc }: ParkTenant) => uscc.at(-1)).join(''), reason];
    };
    expect(await askedBy({ parks: ['P1'], tenants: [] })).toEqual(['ABCD', null]);
    expect(await askedBy({ parks: ['P2'], tenants: [c] })).toEqual(['C', null]);
    expect(await askedBy({ parks: ['P2'], tenants: [] })).toEqual([
      '',
      '没有您的账户可见的企业 | No tenant that your account may see',
    ]);
  });

  it('of a park that is not one, and of a month that is not published', async () => {
    expect(await answer('parks/P9/tenants?period=2026-03')).toMatchObject({ status: 404, code: 'not_found' });
    expect(await answer('parks/P1/tenants?period=2026-04')).toMatchObject({ rows: [], release: null });
    expect(await answer('parks/P1/tenants?period=2026-13')).toMatchObject({ status: 400 });
  });
});

it('totals are no code to rank', async () => {
  const { rows } = await answer('ranking?indicator=trade_value&by=park&to=2026-03');
  expect(rows.map(({ park }: RankedRow) => park)).not.toContain(total);
});
