import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LineColumn, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { parsePeriod } from '../catalogue/period.ts';
import { type Duck, literal, withDuckDB } from '../engine/duckdb.ts';
import type { Arrival, Finding, TakenIn } from './delivery.ts';
import type { ReadLimits } from './reader.ts';
import type { IngestSettings, Known } from './settings.ts';
import { takeIn } from './take-in.ts';

export const tenant = '91210100MA00000013';
export const received = new Date('2026-11-08T01:00:00Z');

/** A data folder and a folder of sent files, for one test file. */
export interface Place {
  readonly root: string;
  readonly settings: IngestSettings;
  close(): Promise<void>;
}

export const limits: ReadLimits = {
  maxFileBytes: 64 << 20,
  maxLineBytes: 1 << 20,
  maxColumns: 500,
  maxCellCharacters: 32_767,
  maxRows: 2_000_000,
  maxExpandedBytes: 256 << 20,
  maxExpansionRatio: 200,
  maxMembers: 1000,
  maxXmlDepth: 32,
};

/** Nobody has delivered anything yet, and nothing is registered. */
export const nothingKnown: Known = {
  isKnown: async () => false,
  tenantsNamed: async () => [],
  columnMap: async () => null,
  history: async () => ({ lines: [], events: [], tenants: [], rates: [], released: [] }),
  messageFiles: async () => new Map(),
};

/** Rows that did not become lines, as findings tell. */
export function stoppedOf({ findings }: TakenIn): (Finding & { readonly row: number })[] {
  return findings
    .filter((one) => one.class === 'must_fix' || one.class === 'set_aside')
    .map((one) => ({ ...one, row: one.row ?? 0 }));
}

export async function openPlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'parkstat-ingest-'));
  const dataDir = join(root, 'data');
  await mkdir(join(dataDir, 'tmp'), { recursive: true });
  await mkdir(join(root, 'sent'));
  const duck = { tempDir: join(dataDir, 'tmp', 'duck'), memoryLimit: '1GB', threads: 2, folders: [] };
  return {
    root,
    settings: { dataDir, duck, limits },
    close: () => rm(root, { recursive: true }),
  };
}

export interface Sent {
  readonly name: string;
  readonly content: string | Buffer;
  readonly period?: string | undefined;
  readonly uscc?: string;
}

let sendings = 0;

/** Puts files where a sender would; each sending has a folder of its own. */
export async function send(place: Place, files: readonly Sent[]): Promise<Arrival[]> {
  const folder = join(place.root, 'sent', String(sendings++));
  await mkdir(folder);
  return Promise.all(
    files.map(async ({ name, content, period, uscc }, at) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return {
        path,
        fileName: name,
        fileTime: new Date(Date.UTC(2026, 10, 1, 0, at)),
        uscc: uscc ?? tenant,
        sourceId: 'S1',
        declaredPeriod: parsePeriod(period ?? '') ?? null,
      };
    }),
  );
}

export async function take(
  place: Place,
  arrivals: readonly Arrival[],
  { duck, ...own }: Partial<ReadLimits> & { duck?: IngestSettings['duck'] } = {},
  receivedAt = received,
): Promise<TakenIn[]> {
  return takeIn(
    arrivals,
    receivedAt,
    { ...place.settings, ...(duck ? { duck } : {}), limits: { ...limits, ...own } },
    nothingKnown,
  );
}

export async function takeOne(
  place: Place,
  content: string | Buffer,
  settings: Partial<ReadLimits> & { duck?: IngestSettings['duck'] } = {},
): Promise<TakenIn> {
  const [taken] = await take(place, await send(place, [{ name: 'file.csv', content }]), settings);
  if (!taken) throw new Error('nothing was taken in');
  return taken;
}

export type LakeRow = Readonly<Record<string, string | null>>;

/** The rows of deliveries in the lake, in file order, each with its number in the file; by delivery. */
export async function readLake(place: Place, taken: Iterable<TakenIn>): Promise<Map<string, LakeRow[]>> {
  const files = new Set([...taken].flatMap(({ delivery }) => delivery.lakeFile ?? []));
  if (files.size === 0) return new Map();
  const paths = [...files].map((file) => literal(join(place.settings.dataDir, file)));
  const found = await query(place, (duck) =>
    duck.rows<LakeRow & { delivery: string }>(
      `select * exclude (filename, file_row_number) replace (row::varchar as row)
        from read_parquet([${paths.join(', ')}], filename = true, file_row_number = true) order by filename, file_row_number`,
    ),
  );
  // Where `row` is written down, the order in the file is no longer that of the rows.
  const numbered = (own: LakeRow[]) =>
    own
      .map((row, at) => ({ ...row, row: row.row ?? String(at + 2) }))
      .sort((a, b) => Number(a.row) - Number(b.row));
  return new Map([...Map.groupBy(found, ({ delivery }) => delivery)].map(([id, own]) => [id, numbered(own)]));
}

export async function lakeRows(place: Place, taken: TakenIn): Promise<LakeRow[]> {
  return (await readLake(place, [taken])).get(taken.delivery.id) ?? [];
}

export function query<T>({ settings }: Place, work: (duck: Duck) => Promise<T>): Promise<T> {
  return withDuckDB({ ...settings.duck, folders: [settings.dataDir] }, work);
}

/** Every file below a folder in which some bytes stand. */
export async function filesWith(folder: string, bytes: Buffer): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map((path) => readFile(path)));
  return paths.filter((_, at) => contents[at]?.includes(bytes));
}

/** A line that every rule lets pass. */
export const goodLine: Readonly<Record<LineColumn, string>> = {
  declaration_no: '080120260000000001',
  line_no: '1',
  customs_mode: '9710',
  flow: 'export',
  declared_on: '2026-10-12',
  released_on: '2026-10-15',
  customs_district: '0801',
  supervision_site: '',
  partner: 'USA',
  transport_mode: '5',
  order_no: '',
  waybill_no: '',
  hs_code: '6109100010',
  goods_name: 'T恤衫',
  quantity: '10',
  unit: '007',
  gross_kg: '3.5',
  net_kg: '3.2',
  currency: 'USD',
  amount: '120.00',
  unit_price: '',
  declaration_total: '',
  freight: '',
  insurance: '',
  trade_terms: '',
  statistics_flag: '',
  duty: '',
  vat: '',
  consumption_tax: '',
  bonded_line: '',
};

export type Change = Readonly<Partial<Record<LineColumn, string>>>;

/** Cells of good lines, numbered so that none repeats another, with what is changed on each. */
export function cellsOf(
  changes: readonly Change[],
  columns: readonly LineColumn[] = lineColumns,
): string[][] {
  return changes.map((change, at) => {
    const line = { ...goodLine, declaration_no: `0801202600${String(at + 1).padStart(8, '0')}`, ...change };
    return columns.map((column) => line[column]);
  });
}

export interface Writing {
  readonly columns?: readonly LineColumn[];
  readonly header?: readonly string[];
  readonly delimiter?: string;
  readonly newline?: string;
  readonly quoteAll?: boolean;
}

/** A table as text; cells are quoted when they have to be. */
export function write(
  rows: readonly (readonly string[])[],
  { delimiter = ',', newline = '\n', quoteAll = false }: Writing = {},
): string {
  const cell = (text: string) =>
    quoteAll || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(cell).join(delimiter) + newline).join('');
}

/** A file of good lines with what is changed on each, under Chinese headers. */
export function lineFile(changes: readonly Change[], writing: Writing = {}): string {
  const columns = writing.columns ?? lineColumns;
  const header = writing.header ?? columns.map((column) => lineTemplate[column].zh);
  return write([header, ...cellsOf(changes, columns)], writing);
}
