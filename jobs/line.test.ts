import { cp, mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossed, type Dimension, details, dimensions } from '../catalogue/indicators.ts';
import { addMonths, localInstant, type Period, parsePeriod, periodsBetween } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { demoOptions, generate } from '../fixtures/generator.ts';
import { readComparison } from '../warehouse/comparable.ts';
import { confirmDelivery } from '../warehouse/confirmations.ts';
import { monthsWithNews } from '../warehouse/in-force.ts';
import { listReleases } from '../warehouse/releases.ts';
import { readSeries } from '../warehouse/series.ts';
import { collect, deliver } from './collect.ts';
import { confirmHeld } from './demo.ts';
import { cellOf, lineFile, openTestServer, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { verify } from './verify.ts';

const server = await openTestServer();
afterAll(() => server.close());

const crossedCodes = crossed.join(', ');
const detailCodes = details.join(', ');
const october = parsePeriod('2026-10') as Period;
const september = parsePeriod('2026-09') as Period;
const at = (text: string) => new Date(`${text}+08:00`);

async function started(): Promise<Program> {
  const program = await server.program();
  await registry(program, {
    folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
    now: at('2026-10-01T08:00'),
  });
  return program;
}

const inbox = (program: Program, ...path: string[]) => join(program.settings.dataDir, 'inbox', ...path);

describe('three tenants, computed by hand', () => {
  let program: Program;
  beforeAll(async () => {
    program = await started();
    // 甲: 100.00 USD FOB declared in September: 712.34 CNY. 33.335 EUR: 33.335 × 8.0111 = 267.0500185 → 267.05 CNY,
    //    in dollars 267.0500185 ÷ 7.0987 = 37.619567… → 37.62 USD. One declaration of two lines, one waybill.
    await writeAt(
      inbox(program, 'S1', '十月.csv'),
      lineFile([
        { no: 1, declared: '2026-09-30', released: '2026-10-01', amount: '100.00', waybill: 'W1' },
        {
          no: 1,
          line: 2,
          declared: '2026-09-30',
          released: '2026-10-01',
          amount: '0.50',
          waybill: 'W1',
          partner: '304',
          hs: '8517130000',
        },
        { no: 2, released: '2026-10-20', amount: '33.335', currency: 'EUR', partner: '德国', waybill: 'W2' },
      ]),
    );
    // 乙 moves from P01 to P02 on 16 October: a line on each side. CIF export: 50 − 4 − 1 = 45 USD → 45 × 7.0987 = 319.4415 → 319.44.
    //    Import of 9610 in CNY with freight 3 and insurance 0.5, no terms: 103.50 CNY → ÷ 7.0987 = 14.580134… → 14.58 USD.
    await writeAt(
      inbox(program, 'S2', 'oct.csv'),
      lineFile([
        { no: 3, released: '2026-10-15', amount: '50', freight: '4', insurance: '1', terms: 'CIF' },
        {
          no: 4,
          mode: '9610',
          flow: 'I',
          released: '2026-10-16',
          amount: '100',
          freight: '3',
          insurance: '0.5',
          currency: '142',
          partner: 'JPN',
          hs: '3304990010',
          waybill: 'W9',
        },
      ]),
    );
    // 丙: KRW with a dollar rate of its own: 1000 × 0.0722 ÷ 100 = 0.722 → 0.72 USD; 1000 × 0.5123 ÷ 100 = 5.123 → 5.12 CNY.
    await writeAt(
      inbox(program, 'S3', 'oct.csv'),
      lineFile([
        {
          no: 5,
          mode: '9810',
          released: '2026-10-31',
          amount: '1000',
          currency: 'KRW',
          partner: 'KOR',
          hs: '3304',
        },
      ]),
    );
    await collect(program, { now: at('2026-11-09T08:00') });
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
  });
  afterAll(() => program.close());

  it.each([
    // 712.34 + 3.5617→3.56 + 267.05 = 982.95; 乙 319.44 in P01
    ['trade_value', { park: 'P01' }, '1302.39'],
    ['trade_value', { park: 'P02' }, '108.62'],
    ['trade_value', {}, '1411.01'],
    ['trade_value', { mode: '9710' }, '1302.39'],
    ['trade_value', { mode: '9710', flow: 'import' }, undefined],
    ['trade_value', { mode: '9610', flow: 'import' }, '103.50'],
    ['trade_value', { mode: '1210' }, '0.00'],
    ['trade_value', { partner: 'DEU' }, '270.61'],
    ['trade_value', { chapter: '33' }, '108.62'],
    ['trade_value_usd', {}, '198.42'],
    ['trade_value_usd', { mode: '9810' }, '0.72'],
    ['declarations', {}, '5'],
    ['declarations', { park: 'P01' }, '3'],
    ['declarations', { partner: 'DEU' }, '2'],
    ['parcels', {}, '3'],
    ['lines', {}, '6'],
    ['active_tenants', {}, '3'],
    ['active_tenants', { park: 'P01' }, '2'],
    ['active_tenants', { park: 'P02' }, '2'],
    ['average_ticket', {}, '103.50'],
    ['average_ticket', { mode: '9710' }, undefined],
    ['average_ticket', { park: 'P01' }, null],
    // shares of 1411.01: USA 712.34+319.44, DEU 270.61, JPN 103.50, KOR 5.12: Σ² ÷ 1411.01² × 10000
    ['partner_hhi', {}, '5768.7971'],
    ['top5_tenant_share', {}, '1.000000'],
    ['reporting_rate', {}, '1.000000'],
    ['rejection_rate', {}, '0.000000'],
  ])('%s of %o is %s', async (indicator, cell, expected) => {
    expect(await cellOf(program, october, indicator, cell)).toBe(expected);
  });

  it('computes nothing and publishes nothing when nothing is new', async () => {
    const again = await publish(program, { period: october, now: at('2026-11-13T09:00') });
    expect(again).toMatchObject({ published: false, counts: { computed: 0 }, release: { id: '2026-10.1' } });
    expect((await collect(program, { now: at('2026-11-13T10:00') })).counts).toMatchObject({
      files: 0,
      new: 0,
    });
  });

  it('recomputes only the partition that a late file touches, and keeps the old answer', async () => {
    await writeAt(
      inbox(program, 'S1', '十月更正.csv'),
      lineFile([{ no: 1, declared: '2026-09-30', released: '2026-10-01', amount: '200.00', waybill: 'W1' }]),
      at('2026-11-14T08:00'),
    );
    const taken = await collect(program, { now: at('2026-11-14T09:00') });
    expect(taken.deliveries[0]?.supersedes).toEqual(expect.any(String));
    const revised = await publish(program, { period: october, now: at('2026-11-15T09:00') });
    expect(revised).toMatchObject({
      published: true,
      counts: { computed: 1 },
      release: { id: '2026-10.2', status: 'r' },
    });
    expect(await cellOf(program, october, 'trade_value', { park: 'P01' })).toBe('1744.12'); // 200 × 7.1234 = 1424.68 + 319.44
    const before = await readSeries(program.database, {
      indicator: 'trade_value',
      select: { park: ['P01'], mode: ['_T'], flow: ['_T'], partner: ['_T'], chapter: ['_T'] },
      from: october,
      to: october,
      last: null,
      transform: 'level',
      asOf: at('2026-11-14T23:00'),
    });
    expect(before).toMatchObject([{ value: '1302.39', status: 'p', release: '2026-10.1' }]);
    const { rows } = await program.database.pool.query(
      `select mode, observation.status from observation join release using (release_key)
       where release.id = '2026-10.2' and indicator = 'trade_value' and park = '_T' and flow = '_T'
         and (partner, chapter, section, district, transport, kind) = ('_T', '_T', '_T', '_T', '_T', '_T') order by mode`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.mode, row.status]))).toEqual({
      _T: 'r',
      '1210': 'p',
      '1239': 'p',
      '9610': 'p',
      '9710': 'r',
      '9810': 'p',
    });
  });

  it('rebuilds from the landed bytes what is published', async () => {
    expect(await verify(program)).toEqual({ periods: 1, changed: [] });
  });

  it('lets nothing update or delete what is published', async () => {
    for (const statement of [
      'update observation set value = 0',
      'delete from observation',
      'truncate observation',
      'update release set number = 9',
      'delete from release',
    ]) {
      await expect(program.database.pool.query(statement)).rejects.toThrow(
        /append-only|referenced in a foreign key/,
      );
    }
  });
});

describe('a month that cannot be published', () => {
  let program: Program;
  beforeAll(async () => {
    program = await started();
  });
  afterAll(() => program.close());

  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Refusal);
    return error as Refusal;
  };

  it('is refused before it is over, and without any delivery', async () => {
    expect((await refusal(publish(program, { period: october, now: at('2026-10-31T23:59') }))).code).toBe(
      'period_not_over',
    );
    expect((await refusal(publish(program, { period: october, now: at('2026-11-01T00:00') }))).code).toBe(
      'no_delivery',
    );
  });

  it('names the rate that is missing, and is published once the rate is there', async () => {
    await deliver(
      program,
      {
        path: await writeAt(
          join(program.settings.dataDir, 'in', 'a.csv'),
          lineFile([{ no: 7, released: '2026-10-05', amount: '1', currency: 'GBP' }]),
        ),
        fileName: 'a.csv',
        fileTime: at('2026-11-01T08:00'),
        uscc: usccOf(1),
        sourceId: null,
        declaredPeriod: null,
      },
      at('2026-11-02T08:00'),
    );
    const refused = await refusal(publish(program, { period: october, now: at('2026-11-12T09:00') }));
    expect(refused.code).toBe('check_failed');
    expect(refused.details).toMatchObject({
      check: 'rate_missing',
      rows: [{ uscc: usccOf(1), declared_month: '2026-10', currency: 'GBP', lines: '1' }],
    });
    expect(await listReleases(program.database)).toEqual([]);
    await writeAt(
      join(program.settings.dataDir, 'more', 'fx_rates.csv'),
      'month,currency,cny_per_100,usd_per_100\n2026-10,GBP,950.5,\n',
    );
    await registry(program, { folder: join(program.settings.dataDir, 'more'), now: at('2026-11-12T10:00') });
    await publish(program, { period: october, now: at('2026-11-12T11:00') });
    expect(await cellOf(program, october, 'trade_value')).toBe('9.51'); // 9.505, half up
  });

  const send = async (number: number, name: string, content: string) => {
    const path = await writeAt(join(program.settings.dataDir, 'in', name), content);
    const arrival = {
      path,
      fileName: name,
      fileTime: at('2026-11-01T08:00'),
      uscc: usccOf(number),
      sourceId: null,
      declaredPeriod: null,
    };
    return (await deliver(program, arrival, at('2026-11-03T08:00'))).deliveries[0];
  };

  it('asks about the line that another tenant reports, and names it where it was confirmed all the same', async () => {
    const same = lineFile([{ no: 8, released: '2026-09-05', amount: '1' }]);
    expect(await send(1, '1.csv', same)).toMatchObject({ state: 'in_force' });
    const second = await send(2, '2.csv', same);
    expect(second).toMatchObject({ state: 'needs_confirming', finding_counts: { confirm_open: 1 } });
    const confirmed = await confirmDelivery(
      program.database,
      String(second?.id),
      { rule: 'duplicate_across_tenants' },
      { reason_code: 'checked_with_tenant', note: null, by: '李敏', at: at('2026-11-04T08:00') },
    );
    expect(confirmed).toMatchObject({ confirmed: 1, open: 0 });
    const refused = await refusal(publish(program, { period: september, now: at('2026-11-12T09:00') }));
    expect(refused.details).toMatchObject({
      check: 'line_counted_twice',
      rows: [{ declaration_no: '080120260000000008', times: '2' }],
    });
  });

  it('names the tenant that was in no park on the day of release', async () => {
    await writeAt(
      join(program.settings.dataDir, 'gap', 'memberships.csv'),
      `uscc,park_id,from,to\n${usccOf(3)},P02,2026-08-16,\n`,
    );
    await registry(program, { folder: join(program.settings.dataDir, 'gap'), now: at('2026-11-12T10:00') });
    await send(
      3,
      'august.csv',
      lineFile([
        { no: 9, released: '2026-08-15', amount: '1' },
        { no: 10, released: '2026-08-16', amount: '1' },
      ]),
    );
    const refused = await refusal(
      publish(program, { period: parsePeriod('2026-08') as Period, now: at('2026-11-12T11:00') }),
    );
    expect(refused.details).toMatchObject({
      check: 'membership_missing',
      rows: [{ uscc: usccOf(3), lines: '1', first_declaration_no: '080120260000000009' }],
    });
  });

  it('refuses a tenant that is not registered', async () => {
    const path = await writeAt(join(program.settings.dataDir, 'in', 'c.csv'), 'x');
    expect(
      (
        await refusal(
          deliver(
            program,
            {
              path,
              fileName: 'c.csv',
              fileTime: new Date(0),
              uscc: usccOf(99),
              sourceId: null,
              declaredPeriod: null,
            },
            at('2026-11-03T08:00'),
          ),
        )
      ).code,
    ).toBe('unknown_tenant');
  });
});

describe('four months of a small city against the generator’s own arithmetic', () => {
  const options = { ...demoOptions, tenants: 24, months: 4, lines: 8000 };
  const last = addMonths(options.firstPeriod, options.months - 1);
  const instant = (period: Period, day: number, hour: number) =>
    localInstant(`${period}-${String(day).padStart(2, '0')}`, hour);
  let program: Program;
  let truth: Awaited<ReturnType<typeof generate>>;
  const delivered: Awaited<ReturnType<typeof collect>>['deliveries'][] = [];

  beforeAll(async () => {
    program = await server.program();
    truth = await generate(join(program.settings.dataDir, 'demo'), options);
    await registry(program, {
      folder: join(program.settings.dataDir, 'demo', 'registry'),
      now: instant(options.firstPeriod, 1, 8),
    });
    for (const period of periodsBetween(options.firstPeriod, last)) {
      const next = addMonths(period, 1);
      const from = join(program.settings.dataDir, 'demo', 'arrivals', period);
      const files = (await readdir(from, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
      for (const [index, file] of files.entries()) {
        const target = join(program.settings.dataDir, 'inbox', file.slice(from.length + 1));
        await mkdir(join(target, '..'), { recursive: true });
        await cp(file, target);
        const time = new Date(instant(next, 8, 9).getTime() + index * 1000);
        await utimes(target, time, time);
      }
      const collected = await collect(program, { now: instant(next, 10, 8) });
      await confirmHeld(program, collected, instant(next, 11, 9));
      delivered.push(collected.deliveries);
      for (const month of [period, ...(await monthsWithNews(program.database))])
        await publish(program, { period: month as Period, now: instant(next, 12, 9) });
    }
  }, 300_000);
  afterAll(() => program.close());

  it('reads every file as it was written', () => {
    const sum = (counts: Record<string, number>) =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    const expected = truth.files.map((file) => [
      file.path.split('/').at(-1),
      file.uscc,
      file.refusal,
      file.refusal ? null : file.encoding,
      file.rows_read,
      file.accepted,
      sum(file.rejected),
      sum(file.set_aside),
    ]);
    const got = delivered
      .flat()
      .map((one) => [
        one.file_name,
        one.uscc,
        one.refusal?.id ?? null,
        one.encoding,
        one.rows_read,
        one.accepted,
        one.rejected,
        one.set_aside,
      ]);
    expect(got.map(String).sort()).toEqual(expected.map(String).sort());
  });

  it('rejects by the rule that was broken', async () => {
    const { rows } = await program.database.pool.query<{ rule: string; rows: string }>(
      "select rule, count(distinct (delivery_id, row_number)) as rows from finding where class in ('must_fix', 'set_aside') group by rule",
    );
    const expected: Record<string, number> = {};
    for (const file of truth.files)
      for (const [rule, count] of Object.entries({ ...file.rejected, ...file.set_aside }))
        expected[rule] = (expected[rule] ?? 0) + count;
    expect(Object.fromEntries(rows.map((row) => [row.rule, Number(row.rows)]))).toEqual(expected);
  });

  it.each(['first', 'final'] as const)('publishes every cell to the cent: %s releases', async (state) => {
    const { rows } = await program.database.pool.query<Record<string, string>>(
      `select distinct on (o.period, indicator, ${crossedCodes}, ${detailCodes}) o.period, indicator, ${crossedCodes}, ${detailCodes}, value::text
       from observation o join release using (release_key) where mode <> '_T' and flow <> '_T' and park <> '_T'
       order by o.period, indicator, ${crossedCodes}, ${detailCodes}, number ${state === 'first' ? 'asc' : 'desc'}`,
    );
    const key = (...parts: unknown[]) => parts.join(' ');
    const got = new Map(
      rows.map((row) => {
        const detail = details.find((one) => row[one] !== '_T');
        const named = detail === undefined ? '' : `${detail} ${row[detail]}`;
        return [key(row.period, row.indicator, row.park, row.mode, row.flow, named), Number(row.value)];
      }),
    );
    let compared = 0;
    for (const cell of truth[state].cells) {
      const of = (indicator: string, named = '') =>
        got.get(key(cell.period, indicator, cell.park, cell.mode, cell.flow, named));
      const expected = {
        trade_value: cell.cny,
        trade_value_usd: cell.usd,
        declarations: cell.declarations,
        parcels: cell.parcels,
        lines: cell.lines,
        active_tenants: cell.tenants,
        ...(cell.flow === 'import'
          ? { tax_assessed: cell.tax, over_limit_lists: cell.traits.over_limit }
          : {}),
        ...(cell.mode === '9610' && cell.flow === 'export'
          ? { simplified_declarations: cell.traits.simplified, summary_declarations: cell.traits.summary }
          : {}),
        ...(cell.flow === 'import' && cell.mode !== '9610'
          ? { first_line_value: cell.first_line, second_line_value: cell.cny }
          : {}),
        release_hours_median: cell.traits.median_hours ?? 0,
      };
      for (const [indicator, value] of Object.entries(expected))
        expect([indicator, cell, of(indicator)]).toEqual([indicator, cell, Number(value)]);
      for (const [named, part] of Object.entries(cell.details)) {
        const told = {
          trade_value: part.cny,
          trade_value_usd: part.usd,
          declarations: part.declarations,
          lines: part.lines,
        };
        for (const [indicator, value] of Object.entries(told))
          expect([indicator, cell.park, named, of(indicator, named)]).toEqual([
            indicator,
            cell.park,
            named,
            Number(value),
          ]);
      }
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('makes every total of its parts, to the cent', async () => {
    // Each row: a total and the sum of its parts along one dimension, all else equal.
    const along = (dimension: Dimension, indicators: string) => {
      const others = dimensions.filter((one) => one !== dimension).join(', ');
      return `
      select '${dimension}' as dimension, indicator, period, ${others},
        sum(value) filter (where ${dimension} = '_T') as total, sum(value) filter (where ${dimension} <> '_T') as parts
      from newest where indicator in (${indicators}) group by indicator, period, ${others}`;
    };
    const sums = "'trade_value', 'trade_value_usd', 'lines'";
    const { rows } = await program.database.pool.query(`
      with newest as (
        select observation.* from observation
        join (select distinct on (period) release_key from release order by period, number desc) as last using (release_key)
      ),
      compared as (
        ${[
          along('park', sums),
          along('mode', `${sums}, 'declarations', 'parcels'`),
          along('flow', `${sums}, 'declarations', 'parcels'`),
          ...details.map((detail) => along(detail, sums)),
        ]
          .map((text) => `select dimension, total, parts from (${text}) as one`)
          .join(' union all ')}
      )
      select dimension, count(*)::integer as compared, count(*) filter (where total is distinct from parts)::integer as wrong
      from compared where total is not null and parts is not null group by dimension order by dimension`);
    expect(rows.map(({ dimension, wrong }) => [dimension, wrong])).toEqual([
      ['chapter', 0],
      ['district', 0],
      ['flow', 0],
      ['kind', 0],
      ['mode', 0],
      ['park', 0],
      ['partner', 0],
      ['section', 0],
      ['transport', 0],
    ]);
    for (const { compared } of rows) expect(compared).toBeGreaterThan(100);
  });

  it('lets readers go on while a release is being written', async () => {
    const query = {
      indicator: 'trade_value',
      select: { park: ['_T'], mode: ['_T'], flow: ['_T'], partner: ['_T'], chapter: ['_T'] },
      from: last,
      to: last,
      last: null,
      transform: 'level',
      asOf: null,
    } as const;
    const before = await readSeries(program.database, query);
    const writer = await program.database.pool.connect();
    await writer.query('begin');
    await writer.query(
      `insert into release (id, period, number, published_at, status, fingerprint, inputs, observations, manifest) values ($1, $2, 99, now(), 'r', 'x', 'x', 1, '{}')`,
      [`${last}.99`, last],
    );
    await writer.query(
      `insert into observation (indicator, park, mode, flow, partner, chapter, period, release_key, value, status) select 'trade_value', '_T', '_T', '_T', '_T', '_T', $1, release_key, 1, 'r' from release where id = $2`,
      [last, `${last}.99`],
    );
    expect(await readSeries(program.database, query)).toEqual(before);
    await writer.query('rollback');
    writer.release();
    expect(await readSeries(program.database, query)).toEqual(before);
  });

  it('counts who has reported', async () => {
    for (const { period, park, expected, received } of truth.final.reporting) {
      const rate = await cellOf(program, period, 'reporting_rate', { park });
      expect([period, park, rate === null ? null : Number(rate)]).toEqual([
        period,
        park,
        expected === 0 ? null : Number((received / expected).toFixed(6)),
      ]);
    }
  });

  it('tells the whole change of every park on the month before by its tenants', async () => {
    // City and parks, in a month whose base was revised: the first and the last value by the generator's own rows.
    const base = addMonths(last, -1);
    const sum = (state: 'first' | 'final', period: Period, park: string) =>
      truth[state].cells
        .filter((cell) => cell.period === period && (park === '_T' || cell.park === park))
        .reduce((total, cell) => total + BigInt(cell.cny.replace('.', '')), 0n);
    const fen = (value: string) => BigInt(value.replace('.', ''));
    expect(sum('final', base, '_T')).not.toBe(sum('first', base, '_T'));
    const parks = [...new Set(truth.final.cells.map(({ park }) => park))];
    for (const park of ['_T', ...parks]) {
      const query = { indicator: 'trade_value', park, mode: '_T', flow: '_T', transform: 'mom' } as const;
      const card = await readComparison(program.database, { ...query, period: last, asOf: null });
      const { amount = '0', parts = [] } = card?.decomposition ?? {};
      expect([park, fen(amount)]).toEqual([park, sum('final', last, park) - sum('first', base, park)]);
      const late = parts.filter(({ part }) => part === 'late_report' || part === 'revision');
      expect([park, late.reduce((total, part) => total + fen(part.amount), 0n)]).toEqual([
        park,
        sum('final', base, park) - sum('first', base, park),
      ]);
    }
  });

  it('rebuilds every month from the landed bytes, byte for byte', async () => {
    expect(await verify(program)).toEqual({ periods: 4, changed: [] });
  });
});
