import { lakeLine } from '../catalogue/line-template.ts';
import { addMonths, parsePeriod } from '../catalogue/period.ts';
import { type Duck, literal } from '../engine/duckdb.ts';
import { sql } from './sql.ts';
import type { Claims, Tables } from './tables.ts';

/** A file whose rows have been judged, and what it says of itself. */
export interface FileFacts {
  readonly delivery: string;
  readonly uscc: string;
  readonly receivedAt: Date;
  readonly fileName: string;
  readonly claims: Claims;
  readonly totals: Tables['totals'];
}

/** A tenant's mode, flow and month, the delivery that is in force for it, and the file of the lake with its lines. */
export interface MonthInForce {
  readonly uscc: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly delivery_id: string;
  /** Absolute. */
  readonly lake_file: string;
  readonly lines: number;
}

/** The same of returns and cancellations. */
export type EventsInForce = Omit<MonthInForce, 'lake_file'> & { readonly event_file: string };

/** What is in force for the tenants of a batch, and what else the rules of whole files look at. */
export interface History {
  readonly lines: readonly MonthInForce[];
  readonly events: readonly EventsInForce[];
  /** Declarations that sum up lists of the tenants' customs messages: rows with their numbers would count twice. */
  readonly summaries?: readonly { readonly uscc: string; readonly declaration_no: string }[];
  /** What any tenant has in force in some months. Not given: whether two report the same line is not asked. */
  readonly inForceIn?: (periods: readonly string[]) => Promise<readonly MonthInForce[]>;
  readonly tenants: readonly {
    readonly uscc: string;
    readonly name_zh: string;
    readonly aliases: readonly string[];
    readonly customs_code: string | null;
  }[];
  readonly rates: readonly {
    readonly month: string;
    readonly currency: string;
    readonly cny_per_100: string;
  }[];
  readonly released: readonly string[];
}

/** Rows of a file that are looked at line by line. `file.sql` and `examined.sql` say the same. */
const examinedRows = 1_000_000;
/** Earlier lines from which the usual values are drawn; of more, an even sample. Up to as many are held in memory. */
const sampledLines = 1_000_000;
/** How far back and ahead a month of a file looks. */
const monthsAround = 13;

/** Makes the relations that the rules read; says whether the tenants of the batch, and others, have earlier lines. */
export async function prepareHistory(
  duck: Duck,
  files: readonly FileFacts[],
  history: History,
): Promise<{ readonly history: boolean; readonly others: boolean }> {
  for (const schema of ['judged', 'history']) await duck.run(`create schema if not exists ${schema}`);
  for (const macro of macros) await duck.run(`create or replace macro ${macro}`);
  await tellFiles(duck, files);
  await tellRegistry(duck, history);
  const near = await monthsNear(duck, files);
  const months = history.lines.filter(({ uscc, period }) => near.has(`${uscc} ${period}`));
  await monthTable(duck, 'history.month', months);
  await make(duck, 'table', 'judged', 'file');
  await make(duck, 'table', 'judged', 'month');
  await viewExamined(duck, months.length > 0);
  await lakeLines(duck, 'history.lake_line', months);
  const total = months.reduce((sum, { lines }) => sum + lines, 0);
  await make(duck, total <= sampledLines ? 'table' : 'view', 'history', 'line');
  if (months.length > 0) await usualValues(duck, Math.max(1, Math.ceil(total / sampledLines)));
  return { history: months.length > 0, others: await othersLines(duck, files, history) };
}

/**
 * How figures are shown: `about` with two significant digits, which a few rows more or less do not change; `plain_decimal`
 * without the zeros that only its type adds, cents apart.
 */
const macros = [
  "about(x) as regexp_replace(printf('%.6f', round(x, 1 - cast(floor(log10(x)) as integer))), '\\.?0+$', '')",
  "plain_decimal(x) as regexp_replace(cast(x as varchar), '(\\.[0-9]{2}[0-9]*?)0+$', '\\1')",
];

/** A relation of a query in `ingest/sql/history/`. */
async function make(
  duck: Duck,
  kind: 'table' | 'view',
  schema: 'judged' | 'history',
  name: string,
): Promise<void> {
  await duck.run(`create ${kind} ${schema}.${name} as ${sql(`history/${name}`)}`);
}

async function usualValues(duck: Duck, oneIn: number): Promise<void> {
  const sample = oneIn > 1 ? `where line_hash % ${oneIn} = 0` : '';
  await duck.run(
    `create view history.sampled_line as select *, ${oneIn} as weight from history.line ${sample}`,
  );
  await make(duck, 'view', 'judged', 'content');
  await make(duck, 'view', 'history', 'lake_content');
  await make(duck, 'table', 'judged', 'copy_candidate');
  for (const name of ['base_amount', 'base_good', 'pair', 'score']) await make(duck, 'table', 'judged', name);
  await make(duck, 'table', 'history', 'value');
}

/** The rows that the rules look at. The constant bound lets DuckDB leave the rest of a large file unread. */
async function viewExamined(duck: Duck, hasHistory: boolean): Promise<void> {
  const [bound] = await duck.rows<{ row: string | null }>(
    `select (max(first_row) + ${examinedRows})::varchar as row from judged.file`,
  );
  await duck.run(
    `create view judged.leading_line as select * from judged.line where file_row < ${bound?.row ?? 0}`,
  );
  await make(duck, 'view', 'judged', 'examined');
  await make(duck, 'table', 'judged', 'declaration_sum');
  // Where there is nothing to compare with, no line is even looked up.
  await duck.run(
    `create view judged.compared as select * from judged.examined ${hasHistory ? '' : 'where false'}`,
  );
}

async function tellFiles(duck: Duck, files: readonly FileFacts[]): Promise<void> {
  const text = 'VARCHAR';
  await duck.table(
    'judged.given',
    { delivery: text, uscc: text },
    files.map(({ delivery, uscc }) => ({ delivery, uscc })),
  );
  await duck.table(
    'judged.claim',
    { delivery: text, kind: text, value: text, plain_value: text },
    files.flatMap(({ delivery, claims }) =>
      [
        ...claims.usccs.map((value) => ({ kind: 'uscc', value })),
        ...claims.names.map((value) => ({ kind: 'name', value })),
        ...claims.periods.map((value) => ({ kind: 'period', value })),
        ...(claims.amountUnit === null ? [] : [{ kind: 'unit', value: claims.amountUnit }]),
      ].map(({ kind, value }) => ({ delivery, kind, value, plain_value: plainName(value) })),
    ),
  );
  await duck.table(
    'judged.totals_row',
    { delivery: text, part: text, row: 'BIGINT', column_name: text, stated: text, own: text },
    files.flatMap(({ delivery, totals }) =>
      totals.map(({ row, column, ...told }) => ({
        ...told,
        delivery,
        row: String(row),
        column_name: column,
      })),
    ),
  );
}

async function tellRegistry(duck: Duck, { tenants, rates, released }: History): Promise<void> {
  await duck.table(
    'history.tenant_name',
    { uscc: 'VARCHAR', plain_name: 'VARCHAR' },
    tenants.flatMap(({ uscc, name_zh, aliases }) =>
      [...new Set([name_zh, ...aliases].map(plainName))].map((plain_name) => ({ uscc, plain_name })),
    ),
  );
  const yuan = [...new Set(rates.map(({ month }) => month))].map((month) => ({
    month,
    currency: 'CNY',
    cny_per_100: '100',
  }));
  // A rate here only compares magnitudes: nothing that is counted comes of it.
  await duck.table(
    'history.rate',
    { month: 'VARCHAR', currency: 'VARCHAR', cny: 'DOUBLE' },
    [...rates.filter(({ currency }) => currency !== 'CNY'), ...yuan].map(({ cny_per_100, ...rate }) => ({
      ...rate,
      cny: `${cny_per_100}e-2`,
    })),
  );
  await duck.table(
    'history.released',
    { month: 'VARCHAR' },
    released.map((month) => ({ month })),
  );
}

/** Names are compared without blanks and in one width. */
export function plainName(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

/** `uscc month` of every month that a file of the tenant can be compared with. */
async function monthsNear(duck: Duck, files: readonly FileFacts[]): Promise<Set<string>> {
  const tenants = new Map(files.map(({ delivery, uscc }) => [delivery, uscc]));
  const covered = await duck.rows<{ delivery: string; period: string }>(
    'select distinct delivery, period from judged.summary where period is not null',
  );
  const near = new Set<string>();
  for (const { delivery, period } of covered) {
    const month = parsePeriod(period);
    const uscc = tenants.get(delivery);
    if (month === undefined || uscc === undefined) continue;
    for (let by = -monthsAround; by <= monthsAround; by++) near.add(`${uscc} ${addMonths(month, by)}`);
  }
  return near;
}

export async function monthTable(duck: Duck, name: string, months: readonly MonthInForce[]): Promise<void> {
  const text = 'VARCHAR';
  await duck.table(
    name,
    { uscc: text, customs_mode: text, flow: text, period: text, delivery: text, lines: 'BIGINT' },
    months.map(({ uscc, customs_mode, flow, period, delivery_id, lines }) => ({
      uscc,
      customs_mode,
      flow,
      period,
      delivery: delivery_id,
      lines: String(lines),
    })),
  );
}

/** The files of the lake that hold these months; row groups of other tenants and months are left unread. */
export async function lakeLines(duck: Duck, name: string, months: readonly MonthInForce[]): Promise<void> {
  const files = [...new Set(months.filter(({ lines }) => lines > 0).map(({ lake_file }) => lake_file))];
  if (files.length === 0) return duck.table(name, lakeLine, []);
  const between = (column: string, values: readonly string[]) => {
    const sorted = values.toSorted();
    return `${column} between ${literal(sorted[0] ?? '')} and ${literal(sorted.at(-1) ?? '')}`;
  };
  const usccs = months.map(({ uscc }) => uscc);
  const periods = months.map(({ period }) => period);
  await duck.run(`create view ${name} as select * from read_parquet([${files.map(literal).join(', ')}], union_by_name = true)
    where ${between('uscc', usccs)} and ${between('period', periods)}`);
}

/** What others have in force of the modes, flows and months that the files speak of. */
async function othersLines(
  duck: Duck,
  files: readonly FileFacts[],
  { inForceIn }: History,
): Promise<boolean> {
  const covered = await duck.rows<{ pair: string; period: string }>(
    "select distinct concat_ws(' ', customs_mode, flow, period) as pair, period from judged.month where lines > 0",
  );
  if (!inForceIn || covered.length === 0) return false;
  const pairs = new Set(covered.map(({ pair }) => pair));
  const months = (await inForceIn([...new Set(covered.map(({ period }) => period))])).filter(
    ({ uscc, customs_mode, flow, period }) =>
      pairs.has(`${customs_mode} ${flow} ${period}`) && files.some((file) => file.uscc !== uscc),
  );
  if (months.length === 0) return false;
  await monthTable(duck, 'history.month_of_others', months);
  await lakeLines(duck, 'history.lake_line_of_others', months);
  await make(duck, 'view', 'history', 'line_of_others');
  return true;
}
