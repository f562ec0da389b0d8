import { basename } from 'node:path';
import { eventColumns } from '../../catalogue/event-template.ts';
import { lineColumns } from '../../catalogue/line-template.ts';
import type { Period } from '../../catalogue/period.ts';
import { type Duck, identifier, literal } from '../../engine/duckdb.ts';
import type { Finding } from '../delivery.ts';
import type { History } from '../file-rules.ts';
import { recordColumns } from './fields.ts';
import { messageFindings } from './findings.ts';
import { createMessageMacros } from './macros.ts';
import { messageSql } from './sql.ts';
import { holdTableLists, viewInForce } from './table-lists.ts';

/** A delivery of messages, and the tenant that it is read for. */
export interface MessageDelivery {
  readonly delivery: string;
  readonly uscc: string;
  /** What else messages call the tenant: its customs code. */
  readonly customsCodes?: readonly string[];
  readonly receivedAt: Date;
  readonly declaredPeriod: Period | null;
  /** What the tenant has in force: a return may be of a list that came by table. */
  readonly inForce?: Pick<History, 'lines' | 'events'>;
}

export interface TouchedCell {
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  /** Lines, or events, that stand in the cell now. */
  readonly lines: number;
}

export interface Assembled {
  /** Canonical copies: all lines, and all events, of the cells that the delivery touches. */
  readonly lineCopy: string;
  readonly eventCopy: string;
  readonly touched: readonly TouchedCell[];
  readonly touchedEvents: readonly TouchedCell[];
  /** Touched cells in which nothing stands any more. */
  readonly emptied: readonly TouchedCell[];
  readonly counts: {
    readonly rowsRead: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly setAside: number;
  };
  readonly findings: readonly Finding[];
  /** Declarations that sum lists up: while `counted` lists count, lines of the declaration must not. */
  readonly summaries: readonly Summary[];
}

/** A declaration that sums lists up, with how many of them are known here and how many count. */
export interface Summary {
  readonly declaration_no: string;
  readonly lists: number;
  readonly known: number;
  readonly counted: number;
}

/**
 * Relations over `raw.message_record`, in the order in which each needs the ones before. Wide ones are views, and what is no
 * longer needed goes: the session holds keys, not goods.
 */
const stages = [
  'message_node',
  'message_alias',
  'message_document',
  'message_version',
  'message_release',
  'message_counted',
  'message_tax',
  'message_waybill',
  'message_share',
  'message_original',
  'message_line',
  'message_event',
  'message_cell',
] as const;

/**
 * Messages are events: what counts in a mode, flow and month follows from all messages of the tenant so far, whatever files they
 * came in and in whatever order. Compares the state before and after a new file, and writes all lines and events of the cells
 * that differ to `target.lines.csv` and `target.events.csv`. Needs the code macros of no one; `raw` and `judged` are its own.
 */
export async function assembleMessages(
  duck: Duck,
  delivery: MessageDelivery,
  recordFilesOfTheTenant: readonly string[],
  ownRecordFile: string,
  target: string,
): Promise<Assembled> {
  for (const schema of ['raw', 'judged']) await duck.run(`create schema if not exists ${schema}`);
  await createMessageMacros(duck, [delivery.uscc, ...(delivery.customsCodes ?? [])]);
  const earlier = recordFilesOfTheTenant.filter((path) => path !== ownRecordFile).toSorted();
  await viewInForce(duck, delivery.inForce ?? { lines: [], events: [] });
  await build(duck, earlier, null);
  await duck.run('create or replace table judged.message_cell_before as select * from judged.message_cell');
  await build(duck, earlier, ownRecordFile);
  await hold(duck, 'message_touched');
  const lineCopy = `${target}.lines.csv`;
  const eventCopy = `${target}.events.csv`;
  await copy(duck, 'line', lineColumns, lineCopy);
  await copy(duck, 'event', eventColumns, eventCopy);
  const cells = await touchedCells(duck);
  await hold(duck, 'message_outcome');
  const touched = cells.filter(({ sort }) => sort === 'line');
  return {
    lineCopy,
    eventCopy,
    touched: touched.map(plainCell),
    touchedEvents: cells.filter(({ sort }) => sort === 'event').map(plainCell),
    emptied: touched.filter(({ lines }) => lines === '0').map(plainCell),
    counts: await countOutcomes(duck),
    findings: await messageFindings(duck),
    summaries: await readSummaries(duck),
  };
}

/**
 * The declarations that sum up lists which count: rows of other files with their numbers must not count too. Put them into
 * `raw.summary_declaration (uscc, declaration_no)` and ask `messages/summarised_line`.
 */
export async function summarisedDeclarations(
  duck: Duck,
  recordFilesOfTheTenant: readonly string[],
  enterpriseCodes: readonly string[],
): Promise<string[]> {
  for (const schema of ['raw', 'judged']) await duck.run(`create schema if not exists ${schema}`);
  await createMessageMacros(duck, enterpriseCodes);
  await viewInForce(duck, { lines: [], events: [] });
  await build(duck, recordFilesOfTheTenant.toSorted(), null);
  return (await readSummaries(duck))
    .filter(({ counted }) => counted > 0)
    .map(({ declaration_no }) => declaration_no);
}

/** Finds the rows of `judged.line` that `raw.summary_declaration` sets aside; one row for each change of an outcome. */
export function summarisedLineQuery(): string {
  return messageSql('summarised_line');
}

async function readSummaries(duck: Duck): Promise<Summary[]> {
  type Counted = Record<keyof Summary, string>;
  const rows = await duck.rows<Counted>(messageSql('message_summary'));
  return rows.map(({ declaration_no, lists, known, counted }) => ({
    declaration_no,
    lists: Number(lists),
    known: Number(known),
    counted: Number(counted),
  }));
}

async function hold(duck: Duck, name: string): Promise<void> {
  await duck.run(`create or replace table judged.${name} as ${messageSql(name)}`);
}

/** All stages over the record files. The new file is number 0; null: the state before it. */
async function build(duck: Duck, earlier: readonly string[], own: string | null): Promise<void> {
  const columns = Object.keys(recordColumns).map(identifier).join(', ');
  const files = [
    ...(own === null ? [] : [{ path: own, file: 0 }]),
    ...earlier.map((path, at) => ({ path, file: at + 1 })),
  ];
  const empty = Object.entries(recordColumns).map(([name, type]) => `null::${type} as ${identifier(name)}`);
  const selects = files.map(
    ({ path, file }) =>
      `select ${file}::integer as file, ${literal(file === 0 ? '' : `${basename(path, '.parquet')}:`)} as origin, ${columns} from read_parquet(${literal(path)})`,
  );
  if (selects.length === 0)
    selects.push(`select 0::integer as file, '' as origin, ${empty.join(', ')} where false`);
  await duck.run(`create or replace view raw.message_record as ${selects.join('\nunion all\n')}`);
  for (const stage of stages) {
    if (stage === 'message_original') await holdTableLists(duck, own === null);
    if (stage === 'message_line' || stage === 'message_event')
      await duck.run(`create or replace view judged.${stage} as ${messageSql(stage)}`);
    else await hold(duck, stage);
    if (stage === 'message_document')
      for (const done of ['message_node', 'message_alias']) await duck.run(`drop table judged.${done}`);
  }
}

/** `part` is the place of a record: member, message, item; records of an earlier file stand behind that file's name. */
async function copy(
  duck: Duck,
  sort: 'line' | 'event',
  columns: readonly string[],
  target: string,
): Promise<void> {
  const said = await duck.rows<{ column_name: string }>(
    'select column_name from duckdb_columns() where schema_name = $schema and table_name = $table',
    { schema: 'judged', table: `message_${sort}` },
  );
  const known = new Set(said.map(({ column_name }) => column_name));
  // What messages do not say stays empty.
  const cells = columns.map((name) =>
    known.has(name)
      ? `coalesce(cast(counted.${identifier(name)} as varchar), '') as ${identifier(name)}`
      : `'' as ${identifier(name)}`,
  );
  await duck.run(`copy (
    select counted.part, counted.row, '' as shape, ${cells.join(', ')}, coalesce(counted.declaration_no, '') as first_cell, '' as other_cell
    from judged.message_${sort} as counted
    join judged.message_touched as touched on touched.sort = ${literal(sort)} and touched.customs_mode = counted.cell_mode
      and touched.flow = counted.cell_flow and touched.period = counted.cell_period
    order by counted.file, counted.row) to ${literal(target)} (format csv, header true, force_quote *)`);
}

type CellRow = Omit<TouchedCell, 'lines'> & { readonly sort: string; readonly lines: string };

function touchedCells(duck: Duck): Promise<CellRow[]> {
  return duck.rows<CellRow>(
    'select customs_mode, flow, period, sort, lines::varchar as lines from judged.message_touched order by sort, customs_mode, flow, period',
  );
}

function plainCell({ customs_mode, flow, period, lines }: CellRow): TouchedCell {
  return { customs_mode, flow, period, lines: Number(lines) };
}

async function countOutcomes(duck: Duck): Promise<Assembled['counts']> {
  const rows = await duck.rows<{ outcome: string; rows: string }>(
    'select outcome, count(*)::varchar as rows from judged.message_outcome group by outcome',
  );
  const sum = (of: (outcome: string) => boolean) =>
    rows.filter(({ outcome }) => of(outcome)).reduce((total, one) => total + Number(one.rows), 0);
  return {
    rowsRead: sum(() => true),
    accepted: sum((outcome) => outcome === 'accepted'),
    rejected: sum((outcome) => outcome === 'rejected'),
    setAside: sum((outcome) => outcome !== 'accepted' && outcome !== 'rejected'),
  };
}
