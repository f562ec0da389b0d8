import { read, utils } from '@e965/xlsx';
import { tableFromIPC } from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type DraftCell, openApp, openWarehouse, publish, type Warehouse } from '../api/app.fixture.ts';
import type { Server } from '../api/server.ts';
import { tableFiles } from './table-files.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;

const value = 'trade_value';
const cells: DraftCell[] = [
  [value, {}, '12345678901234567890.12'],
  [value, { park: '0012' }, '12345678901234567889.99'],
  [value, { mode: '9610' }, '0.10'],
  [value, { mode: '9610', flow: 'export' }, '-3.25'],
  [value, { mode: '9610', flow: 'import' }, null, 'MISSING'],
];

beforeAll(async () => {
  warehouse = await openWarehouse();
  const { database, dataDir } = warehouse;
  await database.kysely
    .insertInto('park')
    .values({
      park_id: '0012',
      name_zh: '园区',
      name_en: 'Park',
      type: 'industry_cluster',
      district: '-',
      opened_on: '2020-01-01',
    })
    .execute();
  await publish(database, '2026-02', '2026-03-12T02:00:00Z', cells);
  await publish(database, '2026-03', '2026-04-12T02:00:00Z', cells.slice(0, 4));
  const duck = { folders: [dataDir], tempDir: `${dataDir}/tmp/duckdb`, memoryLimit: '500MB', threads: 1 };
  app = await openApp(database, { files: tableFiles(`${dataDir}/tmp`, duck) });
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const query = 'indicator=trade_value&park=*&mode=_T,9610,9710&flow=_T,import,export&from=2026-02&to=2026-03';

async function ask(format: string, rest = '') {
  const response = await app.inject(`/api/v1/series?${query}&format=${format}${rest}`);
  expect(response.statusCode, response.body).toBe(200);
  return response;
}

type Row = Record<string, string | null>;
const expected = async (rest = ''): Promise<Row[]> => (await ask('json', rest)).json().rows;

/** A 128-bit decimal, big end first, as text with two or six decimals. */
function decimalText(bytes: Uint8Array, scale: number): string {
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const whole = BigInt.asIntN(8 * bytes.length, unsigned);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

async function parquetRows(bytes: Buffer): Promise<Row[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  for (const [name, scale] of [
    ['value', 2],
    ['coverage', 6],
  ] as const) {
    const element = metadata.schema.find((one) => one.name === name);
    expect(element).toMatchObject({ converted_type: 'DECIMAL', scale, precision: 38 });
    // The reader would make a floating-point number of it.
    delete element?.converted_type;
    delete element?.logical_type;
  }
  expect(metadata.schema.find(({ name }) => name === 'park')?.converted_type).toBe('UTF8');
  const rows = await parquetReadObjects({ file, metadata, compressors, utf8: false });
  return rows.map(({ value, coverage, ...codes }) => ({
    ...codes,
    value: value && decimalText(value as Uint8Array, 2),
    coverage: coverage && decimalText(coverage as Uint8Array, 6),
  })) as Row[];
}

test('JSON has all rows, those that are not possible with their reason', async () => {
  const rows = await expected();
  // Three modes × three flows of the city, and of `*` the one park that there is, each in two months.
  expect(rows).toHaveLength((3 * 3 + 1) * 2);
  expect(rows.slice(0, 2).map((row) => row.value)).toEqual([
    '12345678901234567890.12',
    '12345678901234567890.12',
  ]);
  expect(rows.filter(({ mode, flow }) => mode === '9710' && flow === 'import')).toEqual(
    Array(2).fill(expect.objectContaining({ value: null, status: 'z', reason: 'NOT_APPLICABLE' })),
  );
});

test('Parquet has the same rows: codes as text, decimals exact, status beside the value', async () => {
  const { rawPayload, headers } = await ask('parquet');
  expect(headers['content-type']).toBe('application/vnd.apache.parquet');
  expect(await parquetRows(rawPayload)).toEqual(await expected());
  const page = '&limit=5&offset=3';
  expect(await parquetRows((await ask('parquet', page)).rawPayload)).toEqual((await expected()).slice(3, 8));
});

test('Arrow has the same rows', async () => {
  const table = tableFromIPC((await ask('arrow')).rawPayload);
  const rows = await expected();
  for (const column of ['park', 'mode', 'flow', 'period', 'status', 'reason', 'release'])
    expect([...(table.getChild(column) ?? [])]).toEqual(rows.map((row) => row[column]));
  const words = table.getChild('value')?.toArray() as Uint32Array;
  const texts = rows.map((_, at) =>
    decimalText(new Uint8Array(words.slice(4 * at, 4 * at + 4).buffer).reverse(), 2),
  );
  expect(texts).toEqual(rows.map((row) => row.value ?? '0.00'));
});

test('CSV has the same rows', async () => {
  const [header = '', ...lines] = (await ask('csv')).body.trimEnd().split('\r\n');
  const rows = lines.map((line) => {
    const texts = line.split(',');
    return Object.fromEntries(header.split(',').map((column, at) => [column, texts[at] || null]));
  });
  expect(rows).toEqual(await expected());
});

test('a workbook has the same rows, codes as text, numbers with their format and exact text', async () => {
  const { rawPayload, headers } = await ask('xlsx');
  expect(headers['content-disposition']).toBe(
    'attachment; filename="trade_value_level_2026-02_2026-03.xlsx"',
  );
  const book = read(rawPayload, { cellNF: true });
  expect(book.SheetNames).toEqual(['封面 Cover', '数据 Data', '说明 Notes']);
  const data = book.Sheets['数据 Data'] ?? {};
  const rows = await expected();
  const table = utils.sheet_to_json<Record<string, string | number>>(data, { defval: null, raw: true });
  expect(table.map(({ value, coverage, value_exact, ...row }) => row)).toEqual(
    rows.map(({ value, coverage, ...row }) => row),
  );
  expect(table.map(({ value }) => value)).toEqual(rows.map((row) => row.value && Number(row.value)));
  expect(table.map((row) => row.value_exact)).toEqual(
    rows.map((row) => ((row.value ?? '').length > 16 ? row.value : null)),
  );
  // B2: park, G2: month, H2: value.
  expect([data.B2?.t, data.G2?.t, data.H2?.t, data.H2?.z]).toEqual(['s', 's', 'n', '#,##0.00']);
  expect(data.B8?.v === '_T' || data.B8?.v === '0012').toBe(true);
  expect(data['!autofilter']).toEqual({ ref: 'A1:M1' });
});

test('its cover says what it is, of which vintage, from where, and how to cite it', async () => {
  const { rawPayload } = await ask('xlsx');
  const { query: asked } = (await ask('json')).json();
  const cover = read(rawPayload).Sheets['封面 Cover'] ?? {};
  const facts = new Map(
    utils.sheet_to_json<string[]>(cover, { header: 1 }).map(([name, text]) => [name, text]),
  );
  expect([...facts.keys()].slice(0, 2)).toEqual(['进出口额', 'Trade value']);
  expect(facts.get('查询编号 Query hash')).toBe(asked.id);
  expect(facts.get('查询地址 Query URL')).toBe(asked.permalink);
  expect(facts.get('固定地址 Pinned URL')).toBe(asked.pinned);
  expect(facts.get('发布 Releases')).toBe('2026-02.1, 2026-03.1');
  expect(facts.get('行数 Rows')).toBe('20');
  expect(facts.get('引用 How to cite')).toBe(`${asked.cite.zh}\n${asked.cite.en}`);
  expect(facts.get('单位 Unit')).toBe('元 | CNY');
});

test('the same question is the same file, byte for byte, and is validated as such', async () => {
  for (const format of ['xlsx', 'parquet']) {
    const { headers } = await ask(format);
    app.answers.forget();
    const again = await ask(format);
    expect(again.headers.etag).toBe(headers.etag);
    expect(again.headers).toMatchObject({ 'x-total': '20', 'x-truncated': 'false' });
    expect(again.headers).not.toHaveProperty('content-encoding');
  }
});
