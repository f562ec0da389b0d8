import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chapters, codeLists } from '../catalogue/codes.ts';
import { lakeLine, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { localDay } from '../catalogue/period.ts';
import { type Duck, type DuckSettings, identifier, literal, withDuckDB } from '../engine/duckdb.ts';
import { createCodeMacros, createLookup } from './code-macros.ts';
import type { Coverage, StoppedRow } from './delivery.ts';
import { longestRow, placeColumns } from './exact-rows.ts';
import { settle } from './land.ts';
import type { Layout } from './recognise.ts';
import { rulesFingerprint, sql } from './sql.ts';

/** A text file that can be read: UTF-8, with its layout. */
export interface Readable {
  readonly delivery: string;
  readonly uscc: string;
  readonly receivedAt: Date;
  readonly declaredPeriod: string | null;
  readonly path: string;
  readonly layout: Layout;
  readonly needsPlainCells: boolean;
  /** Rows that the reader must find: a line of the file is a row, or the exact copy's count. */
  readonly rows: number;
  /** Rewritten by the exact reader: place columns stand before the cells. */
  readonly exact: boolean;
}

export interface Judged {
  readonly delivery: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly coverage: readonly Coverage[];
  /** Of what the file has lines, but none accepted. */
  readonly rejectedOnly: readonly Pick<Coverage, 'customs_mode' | 'flow' | 'period'>[];
  readonly nils: readonly {
    row: number;
    customs_mode: string | null;
    flow: string | null;
    period: string | null;
  }[];
  readonly stopped: readonly StoppedRow[];
}

export interface Accepted {
  readonly lakeFile: string;
  readonly judged: readonly Judged[];
}

/** Thrown when DuckDB's reader cannot take a file as it is; the exact reader then does. */
export class Irregular extends Error {
  readonly files: readonly Readable[];
  constructor(files: readonly Readable[], options?: ErrorOptions) {
    super('irregular rows', options);
    this.files = files;
  }
}

/** Thrown when rows of a file do not stand together, so that their place does not tell their number. */
export class Scattered extends Error {
  constructor() {
    super('rows of a file are scattered');
  }
}

export const codeListsFingerprint = { codeLists, chapters, lineTemplate };

/**
 * Reads files, judges every row in one set-based pass, and puts the result to rest as one Parquet file,
 * rows in file order. Throws Irregular when files need the exact reader, Scattered when they must be read by layout.
 */
export async function accept(
  files: readonly Readable[],
  dataDir: string,
  settings: DuckSettings,
): Promise<Accepted> {
  const name = createHash('sha256')
    .update(
      files
        .map((file) => file.delivery)
        .sort()
        .join(' ') + rulesFingerprint(codeListsFingerprint),
    )
    .digest('hex')
    .slice(0, 20);
  const lakeFile = join('lake', `${name}.parquet`);
  const temporary = join(dataDir, 'tmp', `${name}-${process.pid}-${crypto.randomUUID()}.parquet`);
  const rewritten = temporary.replace('.parquet', '.resolved.parquet');
  try {
    return await withDuckDB(
      { ...settings, folders: [...settings.folders, dataDir], joinsAsWritten: true },
      async (duck) => {
        await prepare(duck, files);
        await judge(duck, files, temporary);
        await summary(duck, temporary);
        await refuseIrregular(duck, files);
        const changed = await resolve(duck, rewritten);
        if (changed) await summary(duck, rewritten);
        const judged = await summarise(duck, files);
        await settle(changed ? rewritten : temporary, join(dataDir, lakeFile));
        return { lakeFile, judged };
      },
    );
  } finally {
    await rm(temporary, { force: true });
    await rm(rewritten, { force: true });
  }
}

async function prepare(duck: Duck, files: readonly Readable[]): Promise<void> {
  for (const schema of ['raw', 'judged']) await duck.run(`create schema ${schema}`);
  for (const macro of sql('macros').split(/;\s*$/m)) if (macro.trim()) await duck.run(macro);
  await createCodeMacros(duck);
  await duck.run(`create view raw.cell as ${await readCells(duck, files)}`);
}

/**
 * The raw relation over the files: every cell text, under the template's names. Files of one layout are read together;
 * cells that need it are made plain over all of them at once, since every mention of a macro costs planning time.
 */
async function readCells(duck: Duck, files: readonly Readable[]): Promise<string> {
  const ofFile = await fileColumns(duck, files);
  const groups = byLayout(files);
  const read = (some: Readable[][]) => some.map((group) => readLayout(group, ofFile)).join('\nunion all\n');
  const clean = groups.filter(([first]) => !first?.needsPlainCells);
  const dirty = groups.filter(([first]) => first?.needsPlainCells);
  const present = (put: (name: string) => string) =>
    lineColumns.map((name) => (lineTemplate[name].required ? put(name) : `given(${put(name)})`));
  const select = (from: string, put: (name: string) => string) =>
    `select ${Object.keys(fileFacts).join(', ')}, row, shape, ${present(put)
      .map((text, at) => `${text} as ${identifier(lineColumns[at] as string)}`)
      .join(', ')}, ${put('first_cell')} as first_cell, other_cell from (${from})`;
  const parts = [
    ...(clean.length ? [select(read(clean), identifier)] : []),
    ...(dirty.length ? [select(read(dirty), (name) => `plain(${name})`)] : []),
  ];
  return parts.join('\nunion all\n');
}

/** Stands for "no cell here": an empty cell is '' to the reader, and only a row that is too short has nulls. */
const noCell = '\u001a\u001a';

/** Files that one scan can read. */
export function byLayout<T extends { layout: unknown; needsPlainCells: boolean; exact: boolean }>(
  files: readonly T[],
): T[][] {
  const groups = Map.groupBy(files, ({ layout, needsPlainCells, exact }) =>
    JSON.stringify([layout, needsPlainCells, exact]),
  );
  return [...groups.values()];
}

function readLayout(files: readonly Readable[], ofFile: readonly string[]): string {
  const { layout, exact } = files[0] as Readable;
  const own = layout.header.map((_, at) => `c${at}`);
  const physical = exact ? [...placeColumns, ...own] : [...own, 'surplus'];
  const types = physical.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ');
  const text = (at: number) => `nullif(c${at}, '')`;
  const cells = lineColumns.map((name) => {
    const at = layout.columns.indexOf(name);
    return `${at < 0 ? 'null::varchar' : text(at)} as ${identifier(name)}`;
  });
  const place = exact
    ? "cast(row as bigint) as row, nullif(shape, '') as shape"
    : 'null::bigint as row, null::varchar as shape';
  const first = layout.header.slice(0, 4).map((_, at) => text(at));
  const others = layout.columns.flatMap((name, at) => (name === null ? [`nullif(trim(c${at}), '')`] : []));
  // DuckDB passes over a separator at a row's end: a cell too many, and perhaps a thousands comma, which shifts the rest.
  // Such rows are left out here, so that the file is short of rows and goes to the exact reader.
  const regular = exact ? '' : `where ${own.at(-1)} is not null and surplus is null`;
  return `select ${ofFile.join(', ')}, ${place}, ${cells.join(', ')}, coalesce(${first.join(', ')}) as first_cell,
    coalesce(${['null::varchar', ...others].join(', ')}) as other_cell
  from read_csv([${files.map((file) => literal(file.path)).join(', ')}],
    auto_detect = false, header = true, delim = ${literal(layout.delimiter)}, quote = '"', escape = '"', columns = {${types}},
    nullstr = ${literal(noCell)}, null_padding = ${!exact}, ignore_errors = true, filename = 'file_path',
    max_line_size = ${longestRow}, buffer_size = ${4 * longestRow})
  ${regular}`;
}

/** What is known of the file that a row stands in, as SQL values. */
const fileFacts = {
  delivery: (file: Readable) => literal(file.delivery),
  uscc: (file: Readable) => literal(file.uscc),
  received_on: (file: Readable) => `date ${literal(localDay(file.receivedAt))}`,
  declared_period: (file: Readable) =>
    file.declaredPeriod === null ? 'null::varchar' : literal(file.declaredPeriod),
};

/** Those facts as columns over `file_path`; constants when there is one file only. */
async function fileColumns(duck: Duck, files: readonly Readable[]): Promise<string[]> {
  const [only] = files;
  const facts = Object.entries(fileFacts);
  if (only && files.length === 1) return facts.map(([name, put]) => `${put(only)} as ${name}`);
  const paths = files.map(({ path }) => path);
  for (const [name, put] of facts) await createLookup(duck, `file_${name}`, paths, files.map(put));
  return facts.map(([name]) => `file_${name}(file_path) as ${name}`);
}

async function judge(duck: Duck, files: readonly Readable[], target: string): Promise<void> {
  try {
    await duck.run(`copy (${sql('judge_line')}) to ${literal(target)} (format parquet, compression zstd)`);
  } catch (error) {
    // Not even ignoring errors, DuckDB stops at mixed line ends; it names the file.
    const named = files.filter(({ path }) => String(error).includes(path));
    if (named.length === 0) throw error;
    throw new Irregular(named, { cause: error });
  }
}

/**
 * DuckDB drops a row that it cannot read, and all rows after a quote that is not closed (of which it keeps no reject when
 * another file follows). In a file without blank lines no row is less than a line: as many rows as lines means that each
 * line was read as one row.
 */
async function refuseIrregular(duck: Duck, files: readonly Readable[]): Promise<void> {
  const counted = await duck.rows<{ delivery: string; rows: string; span: string }>(
    `select delivery, sum(rows)::varchar as rows, (max(last_row) - min(first_row) + 1)::varchar as span
      from judged.summary group by delivery`,
  );
  const rows = new Map(counted.map((one) => [one.delivery, Number(one.rows)]));
  const irregular = files.filter((file) => (rows.get(file.delivery) ?? 0) !== file.rows);
  if (irregular.length) throw new Irregular(irregular);
  // With one thread DuckDB puts a part of one branch of UNION ALL behind the next.
  if (counted.some((one) => one.span !== one.rows)) throw new Scattered();
}

async function viewJudged(duck: Duck, path: string): Promise<void> {
  const columns = Object.keys(lakeLine).map(identifier).join(', ');
  await duck.run(
    `create or replace view judged.line as select ${columns}, file_row_number as file_row from read_parquet(${literal(path)}, file_row_number = true)`,
  );
}

async function summary(duck: Duck, path: string): Promise<void> {
  await viewJudged(duck, path);
  await duck.run(`create or replace table judged.summary as ${sql('summary')}`);
}

/** Duplicates and damaged numbers show only when the whole file is seen; rewrites the file when there are any. */
async function resolve(duck: Duck, rewritten: string): Promise<boolean> {
  await duck.run(`create table judged.change as ${sql('damaged_line')}`);
  await duck.run(
    `insert into judged.change select * from (${sql('resolve_duplicates')}) as found where found.file_row not in (select file_row from judged.change)`,
  );
  const [{ changes }] = (await duck.rows<{ changes: string }>(
    'select count(*)::varchar as changes from judged.change',
  )) as [{ changes: string }];
  if (changes === '0') return false;
  await duck.run(
    `copy (${sql('resolved_line')}) to ${literal(rewritten)} (format parquet, compression zstd)`,
  );
  return true;
}

async function summarise(duck: Duck, files: readonly Readable[]): Promise<Judged[]> {
  type Of<T> = T & { delivery: string };
  const counts = await duck.rows<Of<{ outcome: string; rows: string }>>(sql('counts'));
  const coverage = await duck.rows<Of<Omit<Coverage, 'lines'> & { lines: string }>>(sql('coverage'));
  const nils = await duck.rows<Of<Judged['nils'][number]>>(sql('nil_return'));
  const stopped = await duck.rows<Of<StoppedRow>>(sql('stopped_row'));
  const by = <T extends { delivery: string }>(rows: readonly T[]) => Map.groupBy(rows, (row) => row.delivery);
  const [countsBy, coverageBy, nilsBy, stoppedBy] = [by(counts), by(coverage), by(nils), by(stopped)];
  return files.map(({ delivery }) => ({
    delivery,
    counts: Object.fromEntries((countsBy.get(delivery) ?? []).map((row) => [row.outcome, Number(row.rows)])),
    coverage: (coverageBy.get(delivery) ?? [])
      .filter(({ lines }) => lines !== '0')
      .map(({ customs_mode, flow, period, lines, rates }) => ({
        customs_mode,
        flow,
        period,
        lines: Number(lines),
        rates,
      })),
    rejectedOnly: (coverageBy.get(delivery) ?? []).filter(({ lines }) => lines === '0'),
    nils: (nilsBy.get(delivery) ?? []).map((nil) => ({ ...nil, row: Number(nil.row) })),
    stopped: (stoppedBy.get(delivery) ?? []).map((row) => ({ ...row, row: Number(row.row) })),
  }));
}
