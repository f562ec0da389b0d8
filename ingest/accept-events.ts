import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { eventColumns, lakeEvent } from '../catalogue/event-template.ts';
import type { Period } from '../catalogue/period.ts';
import { type RuleId, rules } from '../catalogue/rules.ts';
import { type Duck, identifier, literal, withDuckDB } from '../engine/duckdb.ts';
import { prepareMacros } from './accept.ts';
import type { Coverage, Finding } from './delivery.ts';
import { viewEvents, viewLinesInForce } from './event-history.ts';
import { judgeEvents } from './events.ts';
import { placeColumns } from './exact-rows.ts';
import type { History } from './file-rules.ts';
import { settle } from './land.ts';
import { fileColumns, noCell } from './read-cells.ts';
import { canonicalMarks } from './recognise.ts';
import type { IngestSettings } from './settings.ts';
import { sql } from './sql.ts';

/** Returns and cancellations as a reader has written them down, in our own form. */
export interface EventFile {
  readonly delivery: string;
  readonly uscc: string;
  readonly receivedAt: Date;
  readonly declaredPeriod: Period | null;
  readonly path: string;
  /** Told by customs messages: a list that they cancel has left the lines already. */
  readonly byMessage: boolean;
}

export interface AcceptedEvents {
  /** Below the data folder. */
  readonly eventFile: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly coverage: readonly Coverage[];
  readonly findings: readonly Finding[];
}

/** Judges returns and cancellations beside the tenant's lines in force, and puts them to rest. */
export async function acceptEvents(
  file: EventFile,
  history: History,
  { dataDir, duck: settings }: IngestSettings,
): Promise<AcceptedEvents> {
  const name = createHash('sha256').update(`event ${file.delivery}`).digest('hex').slice(0, 20);
  const eventFile = join('lake', `event-${name}.parquet`);
  const temporary = join(dataDir, 'tmp', `event-${name}-${process.pid}-${crypto.randomUUID()}.parquet`);
  return withDuckDB({ ...settings, folders: [...settings.folders, dataDir] }, async (duck) => {
    for (const schema of ['raw', 'judged', 'history']) await duck.run(`create schema ${schema}`);
    await prepareMacros(duck);
    await duck.run(`create table raw.event as ${await readEvents(duck, file)}`);
    await viewLinesInForce(duck, history.lines);
    await viewEvents(duck, history.events);
    await duck.run(`create view history.event_in_force as ${sql('history/event_in_force')}`);
    await judgeEvents(duck);
    const columns = Object.keys(lakeEvent).map(identifier).join(', ');
    await duck.run(
      `copy (select ${columns} from judged.resolved_event) to ${literal(temporary)} (format parquet, compression zstd)`,
    );
    const summary = await summarise(duck);
    await settle(temporary, join(dataDir, eventFile));
    return { eventFile, ...summary };
  });
}

async function readEvents(duck: Duck, file: EventFile): Promise<string> {
  const columns = [...placeColumns, ...eventColumns, ...canonicalMarks];
  const types = columns.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ');
  const cells = eventColumns.map((column) => `given(plain(nullif(${column}, ''))) as ${column}`);
  const marks = canonicalMarks.map((mark) => `nullif(${mark}, '') as ${mark}`);
  return `select ${(await fileColumns(duck, [file])).join(', ')}, nullif(part, '') as part, cast(row as bigint) as row,
    nullif(shape, '') as shape, ${[...cells, ...marks].join(', ')}, ${file.byMessage} as by_message
  from read_csv(${literal(file.path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    columns = {${types}}, nullstr = ${literal(noCell)})`;
}

async function summarise(duck: Duck): Promise<Omit<AcceptedEvents, 'eventFile'>> {
  const counts = await duck.rows<{ outcome: string; rows: string }>(
    "select outcome, count(*)::varchar as rows from judged.resolved_event where outcome <> 'blank' group by outcome",
  );
  const coverage = await duck.rows<{ customs_mode: string; flow: string; period: string; lines: string }>(
    sql('events/event_coverage'),
  );
  const found = await duck.rows<Omit<Finding, 'class' | 'row'> & { delivery: string; row: string }>(
    sql('events/event_finding_row'),
  );
  return {
    counts: Object.fromEntries(counts.map(({ outcome, rows }) => [outcome, Number(rows)])),
    coverage: coverage.map(({ lines, ...cell }) => ({ ...cell, lines: Number(lines), rates: [] })),
    findings: found.map(({ delivery: _, row, ...one }) => ({
      ...one,
      row: Number(row),
      class: rules[one.rule as RuleId].class,
    })),
  };
}
