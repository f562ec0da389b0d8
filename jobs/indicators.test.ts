import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LineColumn } from '../catalogue/line-template.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { readBridge } from '../warehouse/bridge.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import { deliver } from './collect.ts';
import { openTestServer, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';

const server = await openTestServer();
afterAll(() => server.close());

const october = parsePeriod('2026-10') as Period;
const at = (text: string) => new Date(`${text}+08:00`);

type Cells = Partial<Record<LineColumn, string>>;

const plain: Record<string, Cells> = {
  b2b: { customs_mode: '9710', flow: 'E', partner: 'USA', currency: 'USD', hs_code: '6109100010' },
  import: { customs_mode: '9610', flow: 'I', partner: 'JPN', currency: 'CNY', hs_code: '3304990010' },
};

/** A file of the line template with believable cells around those that matter. */
function fileOf(lines: readonly Cells[]): string {
  const full = lines.map(
    (line): Cells => ({
      line_no: '1',
      declared_on: line.released_on ?? '',
      customs_district: '0801',
      transport_mode: '5',
      goods_name: '货物',
      quantity: '1',
      unit: '007',
      gross_kg: '0.5',
      net_kg: '0.4',
      ...line,
    }),
  );
  const columns = [...new Set(full.flatMap((line) => Object.keys(line)))] as LineColumn[];
  const rows = full.map((line) => columns.map((column) => line[column] ?? '').join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

const number = (serial: number, flow: 'E' | 'I', district = '0801') =>
  `${district}2026${flow === 'I' ? 1 : 0}${String(serial).padStart(9, '0')}`;

async function started(): Promise<Program> {
  const program = await server.program();
  await registry(program, {
    folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
    now: at('2026-10-01T08:00'),
  });
  return program;
}

let sent = 0;
async function send(program: Program, tenant: number, content: string) {
  sent += 1;
  const path = await writeAt(join(program.settings.dataDir, 'in', `${sent}.csv`), content);
  const arrival = {
    path,
    fileName: `${sent}.csv`,
    fileTime: at('2026-11-01T08:00'),
    uscc: usccOf(tenant),
    sourceId: null,
    declaredPeriod: null,
  };
  return deliver(program, arrival, at('2026-11-02T08:00'));
}

type Codes = Readonly<
  Partial<
    Record<
      'park' | 'mode' | 'flow' | 'partner' | 'chapter' | 'section' | 'district' | 'transport' | 'kind',
      string
    >
  >
>;

/** Every cell of an indicator in the newest release of October that names these codes and no others, by the codes left open. */
async function cells(program: Program, indicator: string, open: keyof Codes, named: Codes = {}) {
  const all = { park: '_T', mode: '_T', flow: '_T', partner: '_T', chapter: '_T', section: '_T' };
  const codes: Record<string, string> = { ...all, district: '_T', transport: '_T', kind: '_T', ...named };
  delete codes[open];
  const where = Object.entries(codes).map(([dimension], index) => `${dimension} = $${index + 2}`);
  const { rows } = await program.database.pool.query<{ code: string; value: string | null }>(
    `select ${open} as code, value::text from observation join release using (release_key)
     where indicator = $1 and ${where.join(' and ')}
       and release.number = (select max(number) from release) order by code`,
    [indicator, ...Object.values(codes)],
  );
  return Object.fromEntries(rows.map(({ code, value }) => [code, value]));
}

describe('value and counts by what a line tells of itself', () => {
  let program: Program;
  beforeAll(async () => {
    program = await started();
    // 甲 (merchant, P01): a declaration of two chapters of one section, and one of another section. 1 USD = 7.0987 CNY.
    await send(
      program,
      1,
      fileOf([
        { ...plain.b2b, declaration_no: number(1, 'E'), released_on: '2026-10-05', amount: '100' },
        {
          ...plain.b2b,
          declaration_no: number(1, 'E'),
          line_no: '2',
          released_on: '2026-10-05',
          amount: '10',
          hs_code: '6211420010',
        },
        {
          ...plain.b2b,
          declaration_no: number(2, 'E', '0901'),
          customs_district: '0901',
          transport_mode: '2',
          released_on: '2026-10-06',
          amount: '1',
          hs_code: '8517130000',
        },
      ]),
    );
    // 乙 (merchant) moves from P01 to P02 on 16 October.
    await send(
      program,
      2,
      fileOf([
        {
          ...plain.import,
          declaration_no: number(3, 'I'),
          released_on: '2026-10-15',
          amount: '20',
          transport_mode: '6',
        },
        { ...plain.import, declaration_no: number(4, 'I'), released_on: '2026-10-16', amount: '30.50' },
      ]),
    );
    // 丙 (platform, P02).
    await send(
      program,
      3,
      fileOf([
        {
          ...plain.b2b,
          declaration_no: number(5, 'E'),
          released_on: '2026-10-31',
          amount: '2',
          partner: 'DEU',
        },
      ]),
    );
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
  });
  afterAll(() => program.close());

  // 709.87 + 70.99 + 7.10 = 787.96 of 甲; 20 + 30.50 of 乙; 14.20 of 丙.
  it.each([
    ['trade_value', 'section', {}, { _T: '852.66', '06': '50.50', '11': '795.06', '16': '7.10' }],
    ['trade_value', 'section', { park: 'P02' }, { _T: '44.70', '06': '30.50', '11': '14.20' }],
    [
      'trade_value',
      'chapter',
      { flow: 'export' },
      { _T: '802.16', '61': '724.07', '62': '70.99', '85': '7.10' },
    ],
    ['trade_value', 'district', {}, { _T: '852.66', '0801': '845.56', '0901': '7.10' }],
    ['trade_value', 'transport', {}, { _T: '852.66', '2': '7.10', '5': '825.56', '6': '20.00' }],
    ['trade_value', 'transport', { mode: '9610', park: 'P01' }, { _T: '20.00', '6': '20.00' }],
    ['trade_value', 'kind', {}, { _T: '852.66', merchant: '838.46', platform: '14.20' }],
    ['trade_value', 'kind', { park: 'P02' }, { _T: '44.70', merchant: '30.50', platform: '14.20' }],
    ['trade_value_usd', 'district', { flow: 'export' }, { _T: '113.00', '0801': '112.00', '0901': '1.00' }],
    ['lines', 'section', {}, { _T: '6', '06': '2', '11': '3', '16': '1' }],
    ['lines', 'kind', { mode: '9710' }, { _T: '4', merchant: '3', platform: '1' }],
    ['lines', 'partner', {}, { _T: '6', DEU: '1', JPN: '2', USA: '3' }],
    // One declaration has two chapters and one section.
    ['declarations', 'chapter', { mode: '9710' }, { _T: '3', '61': '2', '62': '1', '85': '1' }],
    ['declarations', 'section', { mode: '9710' }, { _T: '3', '11': '2', '16': '1' }],
    ['declarations', 'district', {}, { _T: '5', '0801': '4', '0901': '1' }],
    ['declarations', 'transport', {}, { _T: '5', '2': '1', '5': '3', '6': '1' }],
    ['declarations', 'kind', {}, { _T: '5', merchant: '4', platform: '1' }],
    ['declarations', 'kind', { park: 'P02' }, { _T: '2', merchant: '1', platform: '1' }],
  ] as const)('%s by %s of %o', async (indicator, open, named, expected) => {
    expect(await cells(program, indicator, open, named)).toEqual(expected);
  });

  it('a corrected kind moves cells of kinds, and computes no facts', async () => {
    await writeAt(
      join(program.settings.dataDir, 'more', 'tenants.csv'),
      `uscc,customs_code,name_zh,kind,aliases\n${usccOf(2)},2101960002,乙公司,平台,\n`,
    );
    await registry(program, { folder: join(program.settings.dataDir, 'more'), now: at('2026-11-12T10:00') });
    const again = await publish(program, { period: october, now: at('2026-11-13T09:00') });
    expect(again).toMatchObject({ published: true, counts: { computed: 0 } });
    expect(await cells(program, 'trade_value', 'kind')).toEqual({
      _T: '852.66',
      merchant: '787.96',
      platform: '64.70',
    });
    expect(await cells(program, 'declarations', 'kind')).toEqual({ _T: '5', merchant: '2', platform: '3' });
  });
});

describe('a declaration of which two tenants each report a line', () => {
  let program: Program;
  beforeAll(async () => {
    program = await started();
    const shared = { ...plain.b2b, declaration_no: number(1, 'E'), released_on: '2026-10-20', amount: '1' };
    await send(program, 1, fileOf([shared, { ...shared, declaration_no: number(2, 'E') }]));
    await send(program, 2, fileOf([{ ...shared, line_no: '2' }]));
    await send(program, 3, fileOf([{ ...shared, line_no: '3' }]));
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
  });
  afterAll(() => program.close());

  // 甲 is in P01, 乙 (since the 16th) and 丙 in P02; 甲 and 乙 are merchants.
  it.each([
    ['park', {}, { _T: '2', P01: '2', P02: '1' }],
    ['kind', {}, { _T: '2', merchant: '2', platform: '1' }],
    ['kind', { park: 'P01' }, { _T: '2', merchant: '2' }],
    ['kind', { park: 'P02' }, { _T: '1', merchant: '1', platform: '1' }],
  ] as const)('counts once in each %s of %o', async (open, named, expected) => {
    expect(await cells(program, 'declarations', open, named)).toEqual(expected);
  });
});

describe('bonded lines, taxes, flags, limits, hours and sites', () => {
  let program: Program;
  beforeAll(async () => {
    program = await started();
    await writeAt(
      join(program.settings.dataDir, 'sites', 'sites.csv'),
      'site_code,park_id,from,to\nS-A,P01,2020-01-01,\nS-B,P02,2020-01-01,2026-10-11\nS-B,P01,2026-10-11,\n',
    );
    await registry(program, { folder: join(program.settings.dataDir, 'sites'), now: at('2026-10-01T09:00') });
    const bonded = { ...plain.import, customs_mode: '1210', supervision_site: 'S-A' };
    const list = { ...bonded, declaration_no: number(2, 'I'), released_on: '2026-10-05 12:30:00' };
    // 甲 is in P01.
    await send(
      program,
      1,
      fileOf([
        {
          ...bonded,
          declaration_no: number(1, 'I'),
          released_on: '2026-10-05',
          amount: '10000',
          bonded_line: '一线',
        },
        // 5,500 yuan in one list; 100.005 yuan of tax are 100.01, 50.004 are 50.00. Two and a half hours.
        { ...list, declared_on: '2026-10-05 10:00', amount: '3000', vat: '100.005', bonded_line: '二线' },
        {
          ...list,
          declared_on: '2026-10-05 10:00',
          line_no: '2',
          amount: '2500',
          vat: '50',
          consumption_tax: '0.004',
        },
        {
          ...plain.b2b,
          customs_mode: '9610',
          declaration_no: number(3, 'E'),
          declared_on: '2026-10-06',
          released_on: '2026-10-07',
          amount: '10',
          statistics_flag: 'A',
        },
        {
          ...plain.b2b,
          customs_mode: '9610',
          declaration_no: number(4, 'E'),
          declared_on: '2026-10-08 08:00',
          released_on: '2026/10/8 8:07',
          amount: '20',
          statistics_flag: 'b',
          supervision_site: 'S-B',
        },
      ]),
    );
    // 乙 moves from P01 to P02 on the 16th. Only the declaration has a time of day: two whole days. 5,000 yuan is not above the limit.
    await send(
      program,
      2,
      fileOf([
        {
          ...plain.import,
          declaration_no: number(5, 'I'),
          declared_on: '2026-10-10 09:00:00',
          released_on: '2026-10-12',
          amount: '2000',
          vat: '182',
          supervision_site: 'S-B',
        },
        {
          ...plain.import,
          declaration_no: number(6, 'I'),
          released_on: '2026-10-20',
          amount: '5000',
          supervision_site: 'S-X',
        },
      ]),
    );
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
  });
  afterAll(() => program.close());

  // 5500 of the list, 70.99 + 141.97 of exports, 7000 of 9610 imports.
  it.each([
    ['first_line_value', 'mode', {}, { _T: '10000.00', '1210': '10000.00', '1239': '0.00' }],
    ['first_line_value', 'kind', { park: 'P01' }, { _T: '10000.00', merchant: '10000.00' }],
    ['second_line_value', 'mode', {}, { _T: '5500.00', '1210': '5500.00', '1239': '0.00' }],
    ['second_line_value', 'flow', {}, { _T: '5500.00', import: '5500.00' }],
    ['second_line_value', 'section', { mode: '1210' }, { _T: '5500.00', '06': '5500.00' }],
    [
      'trade_value',
      'mode',
      {},
      {
        _T: '12712.96',
        '1210': '5500.00',
        '1239': '0.00',
        '9610': '7212.96',
        '9710': '0.00',
        '9810': '0.00',
      },
    ],
    ['lines', 'flow', {}, { _T: '6', export: '2', import: '4' }],
    ['declarations', 'flow', {}, { _T: '5', export: '2', import: '3' }],
    ['declarations', 'park', { mode: '1210' }, { _T: '1', P01: '1', P02: '0' }],
    ['tax_assessed', 'mode', {}, { _T: '332.01', '1210': '150.01', '1239': '0.00', '9610': '182.00' }],
    ['tax_assessed', 'flow', {}, { _T: '332.01', import: '332.01' }],
    ['tax_assessed', 'park', {}, { _T: '332.01', P01: '332.01', P02: '0.00' }],
    ['tax_assessed', 'chapter', { flow: 'import' }, { _T: '332.01', '33': '332.01' }],
    ['simplified_declarations', 'mode', {}, { _T: '1', '1210': '0', '9610': '1' }],
    ['summary_declarations', 'flow', {}, { _T: '1', export: '1' }],
    ['summary_declarations', 'park', {}, { _T: '1', P01: '1', P02: '0' }],
    ['over_limit_lists', 'mode', {}, { _T: '1', '1210': '1', '1239': '0', '9610': '0' }],
    ['over_limit_lists', 'park', {}, { _T: '1', P01: '1', P02: '0' }],
    // 0, 7, 150, 1440 and 2880 minutes; of 9610 the second of four.
    ['release_hours_median', 'park', {}, { _T: '2.50', P01: '2.50', P02: '0.00' }],
    [
      'release_hours_median',
      'mode',
      {},
      { _T: '2.50', '1210': '2.50', '1239': null, '9610': '0.12', '9710': null, '9810': null },
    ],
    ['trade_value_by_site', 'park', {}, { _T: '12712.96', P01: '7500.00', P02: '141.97' }],
    ['trade_value_by_site', 'park', { flow: 'export' }, { _T: '212.96', P01: '0.00', P02: '141.97' }],
  ] as const)('%s by %s of %o', async (indicator, open, named, expected) => {
    expect(await cells(program, indicator, open, named)).toEqual(expected);
  });

  it('bridges membership and sites, and both totals reconcile', async () => {
    const [release] = await visibleReleases(program.database, null);
    const bridge = await readBridge(program.database, release?.release_key ?? 0, { mode: '_T', flow: '_T' });
    expect(bridge).toEqual({
      rows: [
        { park: 'P01', site_park: 'P01', lines: 3, cny: '7500.00' },
        { park: 'P01', site_park: 'P02', lines: 1, cny: '141.97' },
        { park: 'P01', site_park: '_U', lines: 1, cny: '70.99' },
        { park: 'P02', site_park: '_U', lines: 1, cny: '5000.00' },
      ],
      parks: [
        {
          park: 'P01',
          by_membership: '7712.96',
          by_site: '7500.00',
          in_both: '7500.00',
          elsewhere: '141.97',
          unplaced: '70.99',
          from_others: '0.00',
        },
        {
          park: 'P02',
          by_membership: '5000.00',
          by_site: '141.97',
          in_both: '0.00',
          elsewhere: '0.00',
          unplaced: '5000.00',
          from_others: '141.97',
        },
      ],
      total: { by_membership: '12712.96', by_site: '7641.97', unplaced: '5070.99' },
      reconciles: true,
    });
    const exports = await readBridge(program.database, release?.release_key ?? 0, {
      mode: '9610',
      flow: 'export',
    });
    expect(exports.total).toEqual({ by_membership: '212.96', by_site: '141.97', unplaced: '70.99' });
  });

  it('a corrected site moves value by site and nothing else', async () => {
    await writeAt(
      join(program.settings.dataDir, 'more', 'sites.csv'),
      'site_code,park_id,from,to\nS-X,P02,2026-10-01,\n',
    );
    await registry(program, { folder: join(program.settings.dataDir, 'more'), now: at('2026-11-12T10:00') });
    await publish(program, { period: october, now: at('2026-11-13T09:00') });
    const expected = { _T: '12712.96', P01: '7500.00', P02: '5141.97' };
    expect(await cells(program, 'trade_value_by_site', 'park')).toEqual(expected);
    const { rows } = await program.database.pool.query<{ indicator: string }>(
      `select distinct indicator from observation join release using (release_key)
       where release.number = 2 and observation.status = 'r'`,
    );
    expect(rows.map(({ indicator }) => indicator)).toEqual(['trade_value_by_site']);
  });
});
