import { sql, type Transaction } from 'kysely';
import { lockTenants } from './confirmations.ts';
import type { Database } from './database.ts';
import { onlyNews, rewrittenFields } from './known-deliveries.ts';
import { insertFindings, type NewFinding } from './new-findings.ts';
import type { Stage, Tables } from './tables.ts';

export type { NewFinding } from './new-findings.ts';

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
  /** A file with more of them, one in JSON a line. */
  readonly finding_file?: string | null;
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
      deliveries.flatMap((one) => (one.uscc !== null && mayAsk(one) ? [one.uscc] : [])),
    );
    const fresh = await onlyNews(writing, deliveries);
    const staged = fresh.map((delivery) => ({ delivery, stage: stageOf(delivery) }));
    await insertDeliveries(writing, staged, runId);
    await insertCoverage(writing, fresh);
    await insertFindings(writing, fresh);
    await insertSteps(writing, await holdAsking(writing, staged));
    await insertSeen(writing, seen);
    // Before the server comes to it by itself, what it plans with would still be the empty tables.
    if (fresh.length >= fewDeliveries)
      await sql`analyze delivery, delivery_coverage, event_coverage, finding`.execute(writing);
    return new Set(fresh.map(({ id }) => id));
  });
}

/** So many at once change what the tables look like. */
const fewDeliveries = 20;

/** Whether a delivery may wait for a confirmation. */
function mayAsk({ findings, finding_file = null }: NewDelivery): boolean {
  return finding_file !== null || findings.some((finding) => finding.class === 'confirm');
}

/** Where a delivery stands before its findings are asked about. */
function stageOf(delivery: NewDelivery): Stage {
  if (delivery.refusal_id !== null || delivery.uscc === null) return 'refused';
  // Messages that do not count, such as receipts of an inspection, leave nothing to correct.
  const idle = delivery.message_file !== null && delivery.rejected === 0;
  return delivery.accepted === 0 && delivery.coverage.length === 0 && !idle ? 'needs_fixing' : 'accepted';
}

interface Staged {
  readonly delivery: NewDelivery;
  readonly stage: Stage;
}

/** Deliveries with a finding that asks for a confirmation and has none wait for it. */
async function holdAsking(writing: Writing, staged: readonly Staged[]): Promise<Staged[]> {
  const ids = staged.flatMap(({ delivery, stage }) =>
    stage === 'accepted' && mayAsk(delivery) ? [delivery.id] : [],
  );
  if (ids.length === 0) return [...staged];
  const { rows } = await sql<{ id: string }>`
    update delivery set stage = 'needs_confirming'
    where id = any(${ids}) and exists (
      select 1 from confirm_finding where confirm_finding.delivery_id = delivery.id and not confirmed
    ) returning id`.execute(writing);
  const held = new Set(rows.map(({ id }) => id));
  return staged.map((one) => (held.has(one.delivery.id) ? { ...one, stage: 'needs_confirming' } : one));
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
  staged: readonly Staged[],
  runId: string | null,
): Promise<void> {
  await inChunks(staged, rowsAtOnce, (some) =>
    writing
      .insertInto('delivery')
      .values(
        some.map(
          ({
            delivery: { coverage: _c, event_coverage: _e, findings: _f, finding_file: _l, ...delivery },
            stage,
          }) => ({
            ...delivery,
            recognition: JSON.stringify(delivery.recognition),
            stage,
            run_id: runId,
          }),
        ),
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

/** The stations that a delivery has passed, and where it stands now. */
async function insertSteps(writing: Writing, staged: readonly Staged[]): Promise<void> {
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
