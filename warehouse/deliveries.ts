import { sql, type Transaction } from 'kysely';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import { lockTenants, standingAnswers } from './confirmations.ts';
import type { Database } from './database.ts';
import { onlyNews, rewrittenFields } from './known-deliveries.ts';
import type { Stage, Tables } from './tables.ts';

/** A rule that fired, as collection hands it over. */
export interface NewFinding {
  readonly rule: string;
  readonly class: RuleClass;
  readonly part: string | null;
  readonly row: number | null;
  readonly period: string | null;
  readonly column_name: string | null;
  readonly value: string | null;
  readonly subject: string;
}

/** A delivery as collection hands it over. */
export interface NewDelivery {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly uscc: string | null;
  readonly source_id: string | null;
  readonly file_name: string;
  readonly file_time: Date;
  readonly received_at: Date;
  readonly declared_period: string | null;
  readonly format: string | null;
  readonly encoding: string | null;
  readonly template: string | null;
  readonly recognition: object | null;
  readonly part_count: number | null;
  readonly relation: 'line' | 'event';
  readonly kept: 'as_received' | 'cleansed' | null;
  readonly refusal_id: string | null;
  readonly refusal_value: string | null;
  readonly ignored_columns: string[];
  readonly rows_read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly set_aside: number;
  readonly lake_file: string | null;
  readonly event_file: string | null;
  readonly message_file: string | null;
  readonly event_coverage: readonly {
    customs_mode: string;
    flow: string;
    period: string;
    events: number;
  }[];
  readonly coverage: readonly {
    customs_mode: string;
    flow: string;
    period: string;
    lines: number;
    rates: readonly string[];
  }[];
  readonly findings: readonly NewFinding[];
}

export interface SeenFile {
  readonly source_id: string;
  readonly path: string;
  readonly bytes: number;
  readonly file_time: Date;
  readonly delivery_id: string;
}

export async function seenFiles({ kysely }: Database, sourceId: string) {
  return kysely.selectFrom('seen_file').selectAll().where('source_id', '=', sourceId).execute();
}

type Writing = Transaction<Tables>;

const rowsAtOnce = 2000;
/** Findings travel as a few arrays, so that their number is no matter of the number of parameters. */
const findingsAtOnce = 20_000;

/** Records deliveries with all that belongs to them, in one transaction; answers the ids of those that were news. */
export async function recordDeliveries(
  { kysely }: Database,
  deliveries: readonly NewDelivery[],
  seen: readonly SeenFile[],
  runId: string | null,
): Promise<ReadonlySet<string>> {
  return kysely.transaction().execute(async (writing) => {
    await lockTenants(
      writing,
      deliveries.flatMap(({ uscc, findings }) => (uscc !== null && findings.some(asksAnswer) ? [uscc] : [])),
    );
    const fresh = await onlyNews(writing, deliveries);
    const staged: { delivery: NewDelivery; stage: Stage }[] = [];
    for (const delivery of fresh) staged.push({ delivery, stage: await stageOf(writing, delivery) });
    await insertDeliveries(writing, staged, runId);
    await insertCoverage(writing, fresh);
    await insertFindings(writing, fresh);
    await insertSteps(writing, staged);
    await insertSeen(writing, seen);
    return new Set(fresh.map(({ id }) => id));
  });
}

const asksAnswer = (finding: NewFinding) => finding.class === 'confirm';

async function stageOf(writing: Writing, delivery: NewDelivery): Promise<Stage> {
  if (delivery.refusal_id !== null || delivery.uscc === null) return 'refused';
  // Messages that do not count, such as receipts of an inspection, leave nothing to correct.
  const idle = delivery.message_file !== null && delivery.rejected === 0;
  if (delivery.accepted === 0 && delivery.coverage.length === 0 && !idle) return 'needs_fixing';
  const asking = delivery.findings.filter(asksAnswer);
  if (asking.length === 0) return 'accepted';
  const standing = await standingAnswers(writing, delivery.uscc, asking);
  return standing === asking.length ? 'accepted' : 'needs_confirming';
}

async function inChunks<T>(
  rows: readonly T[],
  size: number,
  put: (some: T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += size) await put(rows.slice(at, at + size));
}

async function insertDeliveries(
  writing: Writing,
  staged: readonly { delivery: NewDelivery; stage: Stage }[],
  runId: string | null,
): Promise<void> {
  await inChunks(staged, rowsAtOnce, (some) =>
    writing
      .insertInto('delivery')
      .values(
        some.map(({ delivery: { coverage: _c, event_coverage: _e, findings: _f, ...delivery }, stage }) => ({
          ...delivery,
          recognition: JSON.stringify(delivery.recognition),
          stage,
          run_id: runId,
        })),
      )
      .onConflict((on) =>
        on
          .column('id')
          .doUpdateSet(
            Object.fromEntries(rewrittenFields.map((name) => [name, sql.ref(`excluded.${name}`)])),
          ),
      )
      .execute(),
  );
}

async function insertCoverage(writing: Writing, deliveries: readonly NewDelivery[]): Promise<void> {
  const rows = deliveries.flatMap(({ id, coverage }) =>
    coverage.map((one) => ({ delivery_id: id, ...one, rates: [...one.rates] })),
  );
  await inChunks(rows, rowsAtOnce, (some) => writing.insertInto('delivery_coverage').values(some).execute());
  const events = deliveries.flatMap(({ id, event_coverage }) =>
    event_coverage.map((one) => ({ delivery_id: id, ...one })),
  );
  await inChunks(events, rowsAtOnce, (some) => writing.insertInto('event_coverage').values(some).execute());
}

async function insertFindings(writing: Writing, deliveries: readonly NewDelivery[]): Promise<void> {
  const rows = deliveries.flatMap(({ id, findings }) => findings.map((finding) => ({ id, ...finding })));
  await inChunks(rows, findingsAtOnce, (some) => {
    const column = <T>(of: (row: (typeof rows)[number]) => T) => some.map(of);
    return sql`
      insert into finding (delivery_id, class, rule, part, row_number, period, column_name, value, subject)
      select * from unnest(
        ${column(({ id }) => id)}::text[], ${column((one) => one.class)}::text[], ${column(({ rule }) => rule)}::text[],
        ${column(({ part }) => part)}::text[], ${column(({ row }) => row)}::bigint[], ${column(({ period }) => period)}::text[],
        ${column(({ column_name }) => column_name)}::text[], ${column(({ value }) => value)}::text[],
        ${column(({ subject }) => subject)}::text[])`.execute(writing);
  });
}

/** The stations that a delivery has passed, and where it stands now. */
async function insertSteps(
  writing: Writing,
  staged: readonly { delivery: NewDelivery; stage: Stage }[],
): Promise<void> {
  const rows = staged.flatMap(({ delivery, stage }) => {
    const passed = stage === 'refused' ? ['received'] : ['received', 'recognised', 'read', 'judged'];
    return [...passed, stage].map((state) => ({
      delivery_id: delivery.id,
      at: delivery.received_at,
      state,
      actor: state === 'received' ? (delivery.source_id ?? 'system') : 'system',
      reason_code: state === 'refused' ? delivery.refusal_id : null,
      note: null,
    }));
  });
  await inChunks(rows, rowsAtOnce, (some) => writing.insertInto('delivery_step').values(some).execute());
}

async function insertSeen(writing: Writing, seen: readonly SeenFile[]): Promise<void> {
  await inChunks(seen, rowsAtOnce, (some) =>
    writing
      .insertInto('seen_file')
      .values(some)
      .onConflict((on) =>
        on.columns(['source_id', 'path']).doUpdateSet((set) => ({
          bytes: set.ref('excluded.bytes'),
          file_time: set.ref('excluded.file_time'),
          delivery_id: set.ref('excluded.delivery_id'),
        })),
      )
      .execute(),
  );
}

/** The bytes and the name of some deliveries, by id. */
export async function deliveryFiles(
  { kysely }: Database,
  ids: readonly string[],
): Promise<Map<string, { sha256: string; file_name: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await kysely
    .selectFrom('delivery')
    .select(['id', 'sha256', 'file_name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, sha256, file_name }) => [id, { sha256, file_name }]));
}
