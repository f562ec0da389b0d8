import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chapters, codeLists } from '../catalogue/codes.ts';
import { lakeLine, lineTemplate } from '../catalogue/line-template.ts';
import { type Duck, identifier, literal, withDuckDB } from '../engine/duckdb.ts';
import { createCodeMacros } from './code-macros.ts';
import type { Coverage, Finding } from './delivery.ts';
import { fileFindings, type History } from './file-rules.ts';
import { settle } from './land.ts';
import { summarisedLineQuery } from './messages/assemble.ts';
import { type Readable, readCells } from './read-cells.ts';
import { rowFindings as foundInRows, type RowFindings } from './row-findings.ts';
import { judgeLine, rowConcerns, rowFindings } from './rule-macros.ts';
import type { IngestSettings } from './settings.ts';
import { rulesFingerprint, sql } from './sql.ts';

export interface Judged {
  readonly delivery: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly coverage: readonly Coverage[];
  /** Of what the file has lines, but none accepted. */
  readonly rejectedOnly: readonly Pick<Coverage, 'customs_mode' | 'flow' | 'period'>[];
  readonly nils: readonly {
    part: string | null;
    row: number;
    customs_mode: string | null;
    flow: string | null;
    period: string | null;
  }[];
  readonly findings: readonly Finding[];
  /** Of more findings of rows than are held: a file with one in JSON a line. */
  readonly findingFile: string | null;
  /** A person's number was masked, or may stand in a row that is no line, where any cell may hold one. */
  readonly hidesPersons: boolean;
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

export const codeListsFingerprint = { codeLists, chapters, lineTemplate, rowFindings, rowConcerns };

/**
 * Reads files, judges every row in one set-based pass, and puts the result to rest as one Parquet file,
 * rows in file order. Throws Irregular when files need the exact reader, Scattered when they must be read by layout.
 */
export async function accept(
  files: readonly Readable[],
  history: History,
  { dataDir, duck: settings }: IngestSettings,
  findingsHeld = Number.POSITIVE_INFINITY,
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
        const changed = await resolve(duck, rewritten, history);
        if (changed) await summary(duck, rewritten);
        const found = await foundInRows(duck, findingsHeld, temporary.replace('.parquet', '.findings'));
        const judged = await summarise(duck, files, history, found);
        await settle(changed ? rewritten : temporary, join(dataDir, lakeFile));
        return { lakeFile, judged };
      },
    );
  } finally {
    await rm(temporary, { force: true });
    await rm(rewritten, { force: true });
  }
}

/** What is quick to write: no dictionary of more than a few thousand values, no filters beside the ranges, light packing. */
const lakeFormat =
  'format parquet, compression zstd, compression_level 1, dictionary_size_limit 4000, write_bloom_filter false, parquet_version v2';

/** What every statement that judges may use. */
export async function prepareMacros(duck: Duck): Promise<void> {
  for (const macro of sql('macros').split(/;\s*$/m)) if (macro.trim()) await duck.run(macro);
  await createCodeMacros(duck);
}

async function prepare(duck: Duck, files: readonly Readable[]): Promise<void> {
  for (const schema of ['raw', 'judged']) await duck.run(`create schema ${schema}`);
  await prepareMacros(duck);
  await duck.run(`create view raw.cell as ${await readCells(duck, files)}`);
}

async function judge(duck: Duck, files: readonly Readable[], target: string): Promise<void> {
  try {
    await duck.run(`copy (${judgeLine()}) to ${literal(target)} (${lakeFormat})`);
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
async function resolve(duck: Duck, rewritten: string, { summaries = [] }: History): Promise<boolean> {
  await duck.run(`create table judged.change as ${sql('damaged_line')}`);
  await duck.run(
    `insert into judged.change select * from (${sql('resolve_duplicates')}) as found where found.file_row not in (select file_row from judged.change)`,
  );
  await duck.table('raw.summary_declaration', { uscc: 'VARCHAR', declaration_no: 'VARCHAR' }, summaries);
  if (summaries.length)
    await duck.run(
      `insert into judged.change select * from (${summarisedLineQuery()}) as found where found.file_row not in (select file_row from judged.change)`,
    );
  const [{ changes }] = (await duck.rows<{ changes: string }>(
    'select count(*)::varchar as changes from judged.change',
  )) as [{ changes: string }];
  if (changes === '0') return false;
  await duck.run(`copy (${sql('resolved_line')}) to ${literal(rewritten)} (${lakeFormat})`);
  return true;
}

async function summarise(
  duck: Duck,
  files: readonly Readable[],
  history: History,
  found: RowFindings,
): Promise<Judged[]> {
  type Of<T> = T & { delivery: string };
  const counts = await duck.rows<Of<{ outcome: string; rows: string }>>(sql('counts'));
  const coverage = await duck.rows<Of<Omit<Coverage, 'lines'> & { lines: string }>>(sql('coverage'));
  const nils = await duck.rows<Of<Judged['nils'][number]>>(sql('nil_return'));
  const hiding = await duck.rows<{ delivery: string }>(
    'select distinct delivery from judged.summary where hides_person',
  );
  const hides = new Set([...hiding.map(({ delivery }) => delivery), ...found.masked]);
  const ofFiles = await fileFindings(duck, files, history);
  const by = <T extends { delivery: string }>(all: readonly T[]) => Map.groupBy(all, (row) => row.delivery);
  const [countsBy, coverageBy, nilsBy] = [by(counts), by(coverage), by(nils)];
  return files.map(({ delivery }) => ({
    delivery,
    counts: Object.fromEntries((countsBy.get(delivery) ?? []).map((row) => [row.outcome, Number(row.rows)])),
    coverage: (coverageBy.get(delivery) ?? [])
      .filter(({ lines }) => lines !== '0')
      .map(({ delivery: _, lines, ...covered }) => ({ ...covered, lines: Number(lines) })),
    rejectedOnly: (coverageBy.get(delivery) ?? []).filter(({ lines }) => lines === '0'),
    hidesPersons: hides.has(delivery),
    nils: (nilsBy.get(delivery) ?? []).map((nil) => ({ ...nil, row: Number(nil.row) })),
    findings: [...(found.held.get(delivery) ?? []), ...(ofFiles.get(delivery) ?? [])],
    findingFile: found.files.get(delivery) ?? null,
  }));
}
