import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../api/app.ts';
import type { Server } from '../api/server.ts';
import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { withdraw } from '../warehouse/versions.ts';
import { deliver } from './collect.ts';
import {
  eventFile,
  lineFile,
  openTestServer,
  type TestLine,
  usccOf,
  writeAt,
  writeRegistry,
} from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { verify } from './verify.ts';

const server = await openTestServer();
afterAll(() => server.close());

const september = parsePeriod('2026-09') as Period;
const october = parsePeriod('2026-10') as Period;
const at = (text: string) => new Date(`${text}+08:00`);

/** A program that is told files, and asked over HTTP. */
async function openStory() {
  const program = await server.program();
  const folder = join(program.settings.dataDir, 'registry');
  await registry(program, { folder: await writeRegistry(folder), now: at('2026-10-01T08:00') });
  const app = buildApp({ database: program.database, siteDir: null, now: () => at('2027-06-01T08:00') });
  await app.ready();
  return { program, app, close: async () => [await app.close(), await program.close()] };
}

async function send(program: Program, tenant: number, fileName: string, content: string, when: string) {
  const path = await writeAt(join(program.settings.dataDir, 'in', when.replace(':', ''), fileName), content);
  const arrival = { path, fileName, fileTime: at(when), uscc: usccOf(tenant) };
  const { deliveries } = await deliver(
    program,
    { ...arrival, sourceId: null, declaredPeriod: null },
    at(when),
  );
  expect(deliveries).toMatchObject([{ state: 'in_force' }]);
  return String(deliveries[0]?.id);
}

const sendLines = (
  program: Program,
  tenant: number,
  name: string,
  lines: readonly TestLine[],
  when: string,
) => send(program, tenant, name, lineFile(lines), when);

async function correctRegistry(program: Program, name: string, content: string, when: string): Promise<void> {
  const folder = join(program.settings.dataDir, 'more', when.replace(':', ''));
  await writeAt(join(folder, `${name}.csv`), content);
  await registry(program, { folder, now: at(when) });
}

async function ask(app: Server, path: string) {
  const answer = await app.inject(`/api/v1${path}`);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

type Row = Readonly<Record<'indicator' | Dimension | 'status', string>> & {
  readonly from: string | null;
  readonly to: string | null;
  readonly causes: string[];
};

/** What readers see of a release: causes and texts, and the changes of trade value by park. */
async function seen(app: Server, id: string) {
  const release = await ask(app, `/releases/${id}`);
  const changes = await ask(app, `/releases/${id}/changes?limit=1000`);
  const rows = changes.rows as Row[];
  expect(rows).toHaveLength(changes.total);
  const byPark = rows.filter(
    (row) =>
      row.indicator === 'trade_value' &&
      dimensions.every((dimension) => dimension === 'park' || row[dimension] === '_T'),
  );
  return {
    status: release.status,
    texts: (release.causes as { public: { zh: string } }[]).map((cause) => cause.public.zh),
    internal: (release.internal.causes as { zh: string }[]).map(({ zh }) => zh),
    value: Object.fromEntries(
      byPark.map(({ park, from, to, status, causes }) => [park, [from, to, status, causes.join()]]),
    ),
    rows,
    causes: [...new Set(rows.map(({ causes }) => causes.join()))].sort(),
  };
}

describe('why each release of a month differs from the one before', () => {
  let program: Program;
  let app: Server;
  let close: () => Promise<unknown>;
  /** The delivery of 丙. */
  let late: string;
  const answers = new Map<string, string>();
  const asked = [
    '/series?indicator=trade_value&park=*&mode=*&flow=*&from=2026-09&to=2026-10',
    '/series?indicator=trade_value&transform=mom&park=*&from=2026-10&to=2026-10',
    '/series?indicator=reporting_rate&park=*&from=2026-09&to=2026-10',
  ];

  /** Publishes at an instant and notes what readers are told then. */
  async function release(period: Period, when: string) {
    const { release, published } = await publish(program, { period, now: at(when) });
    expect(published).toBe(true);
    for (const path of asked) {
      const url = `/api/v1${path}&asOf=${encodeURIComponent(`${when}:00+08:00`)}`;
      answers.set(url, (await app.inject(url)).body);
    }
    return release.id;
  }

  beforeAll(async () => {
    ({ program, app, close } = await openStory());
  });
  afterAll(() => close());

  it('has no causes at first', async () => {
    // 乙, in P01, in September: 10,000 USD at 7.1234. 甲, in P01: 100,000 and 1,000 USD at 7.0987 → 709,870.00 + 7,098.70.
    await sendLines(
      program,
      2,
      '九月.csv',
      [{ no: 21, released: '2026-09-10', amount: '10000' }],
      '2026-10-08T09:00',
    );
    expect(await release(september, '2026-10-12T09:00')).toBe('2026-09.1');
    await sendLines(
      program,
      1,
      '十月.csv',
      [
        { no: 1, released: '2026-10-05', amount: '100000' },
        { no: 2, released: '2026-10-06', amount: '1000' },
      ],
      '2026-11-08T09:00',
    );
    expect(await release(october, '2026-11-12T09:00')).toBe('2026-10.1');
    expect(await ask(app, '/releases/2026-10.1')).toMatchObject({
      status: 'p',
      previous: null,
      special_revision: false,
      causes: [],
      note: null,
      internal: { causes: [], note: null },
      manifest: {
        deliveries: [
          { uscc: usccOf(1), customs_mode: '9710', flow: 'export', file_name: '十月.csv', lines: 2 },
        ],
        rates: [{ month: '2026-10', currency: 'USD', used_by: ['9710-export-2026-10'] }],
        memberships: {
          rows: [
            { uscc: usccOf(1), park_id: 'P01', from_day: '2026-10-01', to_day: null },
            { uscc: usccOf(2), park_id: 'P01', from_day: '2026-10-01', to_day: '2026-10-16' },
            { uscc: usccOf(2), park_id: 'P02', from_day: '2026-10-16', to_day: null },
            { uscc: usccOf(3), park_id: 'P02', from_day: '2026-10-01', to_day: null },
          ],
        },
        counts: { deliveries: 1, lines: 2, tenants: 1, partitions: 1 },
      },
    });
  });

  it('a late file is a late report', async () => {
    // 丙 in P02: 50,000 × 7.0987.
    late = await sendLines(
      program,
      3,
      '丙十月.csv',
      [{ no: 31, released: '2026-10-20', amount: '50000' }],
      '2026-11-14T09:00',
    );
    expect(await release(october, '2026-11-15T09:00')).toBe('2026-10.2');
    const { rows, ...found } = await seen(app, '2026-10.2');
    expect(found).toEqual({
      status: 'r',
      texts: [
        `补入了上次发布后才收到的报送：1份（9710 出口），变动${rows.length}个单元。影响最大：进出口额 2026-10 全市由71.70万元变为107.19万元（+49.50 %）。`,
      ],
      internal: [`迟报补入：丙公司（${usccOf(3)}） 9710 出口 丙十月.csv ${late}`],
      value: {
        _T: ['716968.70', '1071903.70', 'r', 'LATE_REPORT'],
        P02: [null, '354935.00', 'r', 'LATE_REPORT'],
      },
      causes: ['LATE_REPORT'],
    });
  });

  it('another file in the place of one is a correction', async () => {
    const lines = [
      { no: 1, released: '2026-10-05', amount: '200000' },
      { no: 2, released: '2026-10-06', amount: '1000' },
    ];
    const corrected = await sendLines(program, 1, '十月更正.csv', lines, '2026-11-16T09:00');
    expect(await release(october, '2026-11-17T09:00')).toBe('2026-10.3');
    const { rows, internal, ...found } = await seen(app, '2026-10.3');
    expect(internal).toEqual([
      expect.stringMatching(
        new RegExp(`^更正：甲公司（${usccOf(1)}） 9710 出口 十月.csv [0-9a-f]+ → 十月更正.csv ${corrected}$`),
      ),
    ]);
    expect(found).toEqual({
      status: 'r',
      texts: [
        `企业更正或撤回了已报数据：1份（9710 出口），变动${rows.length}个单元。影响最大：进出口额 2026-10 全市由107.19万元变为178.18万元（+66.23 %）。`,
      ],
      value: {
        _T: ['1071903.70', '1781773.70', 'r', 'CORRECTION'],
        P01: ['716968.70', '1426838.70', 'r', 'CORRECTION'],
      },
      causes: ['CORRECTION'],
    });
    // P02 did not move this time, and stays revised.
    const { rows: series } = await ask(
      app,
      '/series?indicator=trade_value&park=P02,_T&mode=1210,_T&from=2026-10',
    );
    const statuses = (series as Row[]).map(({ park, mode, status }) => [park, mode, status]);
    expect(statuses).toEqual([
      ['_T', '_T', 'r'],
      ['_T', '1210', 'p'],
      ['P02', '_T', 'r'],
      ['P02', '1210', 'r'],
    ]);
  });

  it('a corrected rate moves money in yuan and nothing that is counted', async () => {
    await correctRegistry(
      program,
      'fx_rates',
      'month,currency,cny_per_100,usd_per_100\n2026-10,USD,710.00,\n',
      '2026-11-18T08:00',
    );
    expect(await release(october, '2026-11-18T09:00')).toBe('2026-10.4');
    const { rows, ...found } = await seen(app, '2026-10.4');
    expect(found).toEqual({
      status: 'r',
      texts: [
        `更正了所用汇率：1个（2026-10 USD），变动${rows.length}个单元。影响最大：进出口额 2026-10 全市由178.18万元变为178.21万元（+0.02 %）。`,
      ],
      internal: ['汇率：2026-10 USD 709.870000 → 710.000000'],
      value: {
        _T: ['1781773.70', '1782100.00', 'r', 'RATE'],
        P01: ['1426838.70', '1427100.00', 'r', 'RATE'],
        P02: ['354935.00', '355000.00', 'r', 'RATE'],
      },
      causes: ['RATE'],
    });
    expect(new Set(rows.map(({ indicator }) => indicator))).toEqual(
      new Set(['trade_value', 'trade_value_by_site', 'net_trade_value']),
    );
  });

  it('a tenant put into another park moves the parks and not the city', async () => {
    await correctRegistry(
      program,
      'memberships',
      `uscc,park_id,from,to\n${usccOf(3)},P01,2024-01-01,\n`,
      '2026-11-19T08:00',
    );
    expect(await release(october, '2026-11-19T09:00')).toBe('2026-10.5');
    const { rows, ...found } = await seen(app, '2026-10.5');
    expect(found).toEqual({
      status: 'r',
      texts: [
        `更正了园区、入驻关系或监管场所：1处，变动${rows.length}个单元。影响最大：进出口额 2026-10 甲园由142.71万元变为178.21万元（+24.88 %）。`,
      ],
      internal: [`范围：丙公司（${usccOf(3)}） P02 2026-10-01– → P01 2026-10-01–`],
      value: {
        P01: ['1427100.00', '1782100.00', 'r', 'SCOPE'],
        P02: ['355000.00', null, 'x', 'SCOPE'],
      },
      causes: ['SCOPE'],
    });
    expect(rows.filter(({ park }) => park === '_T')).toEqual([]);
  });

  it('a line of another month is a correction there and a late report here', async () => {
    // At the rate of its new month of declaration: 200,000 × 7.1234.
    const moved = await sendLines(
      program,
      1,
      '改月.csv',
      [
        { no: 1, declared: '2026-09-30', released: '2026-09-30', amount: '200000' },
        { no: 2, released: '2026-10-06', amount: '1000' },
      ],
      '2026-11-20T08:00',
    );
    expect(await release(september, '2026-11-20T09:00')).toBe('2026-09.2');
    expect(await release(october, '2026-11-20T10:00')).toBe('2026-10.6');
    const here = await seen(app, '2026-09.2');
    expect(here.value).toEqual({
      _T: ['71234.00', '1495914.00', 'r', 'LATE_REPORT'],
      P01: ['71234.00', '1495914.00', 'r', 'LATE_REPORT,SCOPE'],
      // Nobody is due there any more: nothing was traded.
      P02: [null, '0.00', 'r', 'SCOPE'],
    });
    expect(here.internal).toEqual([
      `迟报补入：甲公司（${usccOf(1)}） 9710 出口 改月.csv ${moved}`,
      `范围：丙公司（${usccOf(3)}） P02 2026-09-01– → P01 2026-09-01–`,
    ]);
    const there = await seen(app, '2026-10.6');
    expect(there.value).toEqual({
      _T: ['1782100.00', '362100.00', 'r', 'CORRECTION'],
      P01: ['1782100.00', '362100.00', 'r', 'CORRECTION'],
    });
    expect(there.causes).toEqual(['CORRECTION']);
  });

  it('what is taken back is a correction with nothing in its place', async () => {
    const act = { reason_code: 'wrong_file', note: null, by: '李敏', at: at('2026-11-21T08:00') } as const;
    await withdraw(program.database, late, act);
    expect(await release(october, '2026-11-21T09:00')).toBe('2026-10.7');
    const { internal, value, causes } = await seen(app, '2026-10.7');
    expect(internal).toEqual([`更正：丙公司（${usccOf(3)}） 9710 出口 丙十月.csv ${late} → 无`]);
    expect(value).toEqual({
      _T: ['362100.00', '7100.00', 'r', 'CORRECTION'],
      P01: ['362100.00', '7100.00', 'r', 'CORRECTION'],
    });
    expect(causes).toEqual(['CORRECTION']);
  });

  it('a return moves what is returned and the net, not the trade value', async () => {
    const id = await send(
      program,
      1,
      '退货.csv',
      eventFile([{ no: 2, on: '2026-10-20' }]),
      '2026-11-22T08:00',
    );
    expect(await release(october, '2026-11-22T09:00')).toBe('2026-10.8');
    const { rows, internal, value, causes, texts } = await seen(app, '2026-10.8');
    expect(internal).toEqual([`退货或撤单：甲公司（${usccOf(1)}） 9710 出口 退货.csv ${id}`]);
    expect(value).toEqual({});
    expect(causes).toEqual(['CANCELLATION']);
    expect(texts).toEqual([
      `退货、撤单记录有变化：1份（9710 出口），变动${rows.length}个单元。影响最大：净进出口额 2026-10 全市由7,100.00元变为0.00元。`,
    ]);
    const returned = rows.find(
      ({ indicator, park, mode }) => indicator === 'returned_value' && park === '_T' && mode === '_T',
    );
    expect(returned).toMatchObject({ from: '0.00', to: '7100.00', status: 'r' });
  });

  it('names no tenant to readers', async () => {
    const { rows } = await ask(app, '/releases');
    for (const { id } of rows as { id: string }[]) {
      const { manifest: _manifest, internal: _internal, ...told } = await ask(app, `/releases/${id}`);
      const changes = await ask(app, `/releases/${id}/changes?limit=1000`);
      expect(JSON.stringify([told, changes])).not.toMatch(/公司|91210100MA/);
    }
  });

  it('gives every answer of before again, byte for byte', async () => {
    expect(answers.size).toBe(asked.length * 10);
    for (const [url, before] of answers) expect([url, (await app.inject(url)).body]).toEqual([url, before]);
  });

  it('is rebuilt from the files as they came', async () => {
    expect(await verify(program)).toEqual({ periods: 2, changed: [] });
  });

  it('an observation or a manifest that somebody changed in the database is found', async () => {
    const change = async (table: string, statement: string) => {
      const client = await program.database.pool.connect();
      try {
        await client.query(`alter table ${table} disable trigger all`);
        await client.query(statement);
        await client.query(`alter table ${table} enable trigger all`);
      } finally {
        client.release();
      }
    };
    const found = () => verify(program).catch((error: unknown) => error);
    const tampered = (value: string) => `update observation set value = ${value}
      where release_key = (select release_key from release where id = '2026-10.3')
        and (indicator, park, mode, flow) = ('trade_value', 'P01', '_T', '_T') and '_T' = all (array[partner, chapter, section, district, transport, kind])`;
    await change('observation', tampered('1426838.71'));
    expect(await found()).toMatchObject({
      code: 'verification_failed',
      details: { releases: ['2026-10.3'] },
    });
    await change('observation', tampered('1426838.70'));
    const counted = (lines: number) =>
      `update release set manifest = jsonb_set(manifest, '{counts,lines}', '${lines}') where id = '2026-10.2'`;
    await change('release', counted(4));
    expect(await found()).toMatchObject({
      code: 'verification_failed',
      details: { releases: ['2026-10.2'] },
    });
    await change('release', counted(3));
    expect(await verify(program)).toEqual({ periods: 2, changed: [] });
  });
});
