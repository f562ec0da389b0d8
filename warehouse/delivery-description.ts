import { sql } from 'kysely';
import type { Message } from '../catalogue/refusal.ts';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import { fileRefusalMessage } from '../catalogue/rules.ts';
import type { Database } from './database.ts';
import { findingCounts, noFindings } from './findings.ts';
import { type Version, versionsOf } from './versions.ts';

export const deliveryStates = [
  'in_force',
  'accepted',
  'superseded',
  'needs_confirming',
  'needs_fixing',
  'withdrawn',
  'refused',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A cell as it was read, with the header that it stands under. */
export interface SampleCell {
  readonly header: string;
  readonly column: string;
  readonly value: string;
}

/** A delivery as it is told to people and programs: in answers of the API and of the command line alike. */
export async function describeDeliveries(database: Database, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await readDeliveries(database, ids);
  const periods = await coveredPeriods(database, ids);
  const states = await statesOf(database, ids);
  const versions = await versionsOf(database, ids);
  const counts = await findingCounts(database, ids);
  return rows.map((row) => ({
    id: row.id,
    sha256: row.sha256,
    file_name: row.file_name,
    uscc: row.uscc,
    source_id: row.source_id,
    periods: periods.get(row.id) ?? [],
    state: states.get(row.id) as DeliveryState,
    format: row.format,
    encoding: row.encoding,
    template: row.template,
    part_count: row.part_count,
    recognition: recognitionOf(row),
    received_at: row.received_at.toISOString(),
    rows_read: Number(row.rows_read),
    accepted: Number(row.accepted),
    rejected: Number(row.rejected),
    set_aside: Number(row.set_aside),
    finding_counts: counts.get(row.id) ?? noFindings,
    version: versions.get(row.id)?.version ?? alone,
    supersedes: versions.get(row.id)?.supersedes ?? null,
    ignored_columns: row.ignored_columns,
    refusal: refusalOf(row),
  }));
}
export type DescribedDelivery = Awaited<ReturnType<typeof describeDeliveries>>[number];

const alone: Version = { number: 1, of: 1, previous: null, next: null };

async function readDeliveries({ kysely }: Database, ids: readonly string[]) {
  return kysely
    .selectFrom('delivery')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('received_at')
    .orderBy('file_time')
    .orderBy('sha256')
    .execute();
}
type DeliveryRow = Awaited<ReturnType<typeof readDeliveries>>[number];

async function coveredPeriods({ kysely }: Database, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await kysely
    .selectFrom('delivery_coverage')
    .select(['delivery_id', 'period'])
    .distinct()
    .where('delivery_id', 'in', [...ids])
    .orderBy('period')
    .execute();
  const by = Map.groupBy(rows, ({ delivery_id }) => delivery_id);
  return new Map([...by].map(([id, own]) => [id, own.map(({ period }) => period)]));
}

/**
 * Deliveries that wait for confirmations that nobody needs any more: for all that they cover a later one is in force.
 */
const overtaken = sql`(
  select waiting.id from delivery as waiting
  join delivery_coverage as covers on covers.delivery_id = waiting.id
  left join in_force on in_force.uscc = waiting.uscc and in_force.customs_mode = covers.customs_mode
    and in_force.flow = covers.flow and in_force.period = covers.period
  left join delivery as latest on latest.id = in_force.delivery_id
    and (latest.received_at, latest.file_time, latest.sha256) > (waiting.received_at, waiting.file_time, waiting.sha256)
  where waiting.stage = 'needs_confirming' and waiting.relation = 'line'
  group by waiting.id having bool_and(latest.id is not null)
)`;

/**
 * Deliveries with their state, as a relation. Events, and messages among messages, add to what is in force and never take
 * its place; messages whose receipts are yet to come are accepted, but in no month. Bytes that were refused because their
 * tenant was unclear are superseded once a tenant's delivery holds the same.
 */
export const stated = sql`(
  select delivery.*, covered.id is not null as covers, case
    when stage = 'refused' and uscc is null
      and sha256 in (select sha256 from delivery where uscc is not null and stage <> 'refused') then 'superseded'
    when stage <> 'accepted' and delivery.id not in ${overtaken} then stage
    when relation = 'event' or force.id is not null or joined.id is not null then 'in_force'
    when covered.id is not null then 'superseded'
    when exists (select from event_coverage where delivery_id = delivery.id) then 'in_force'
    else 'accepted' end as state
  from delivery
  left join (select distinct delivery_id as id from delivery_coverage) as covered on covered.id = delivery.id
  left join (select distinct delivery_id as id from in_force) as force on force.id = delivery.id
  left join (
    select distinct own.id from delivery as own
    join delivery_coverage as coverage on coverage.delivery_id = own.id
    join in_force on in_force.uscc = own.uscc and in_force.customs_mode = coverage.customs_mode
      and in_force.flow = coverage.flow and in_force.period = coverage.period
    join delivery as latest on latest.id = in_force.delivery_id and latest.message_file is not null
    where own.message_file is not null
  ) as joined on joined.id = delivery.id
)`;

async function statesOf({ kysely }: Database, ids: readonly string[]): Promise<Map<string, DeliveryState>> {
  const { rows } = await sql<{ id: string; state: DeliveryState }>`
    select id, state from ${stated} as delivery where id = any(${ids})`.execute(kysely);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

function recognitionOf(row: DeliveryRow) {
  const known = row.recognition as {
    sample?: SampleCell[];
    tenantFrom?: string;
    parts?: string[];
    skipped?: string[];
  } | null;
  if (known === null) return null;
  return {
    format: row.format,
    encoding: row.encoding,
    template: row.template,
    tenant_from: known.tenantFrom ?? null,
    sample: (known.sample ?? []).map(({ header, column, value }) => ({ header, column, value })),
    parts: known.parts ?? [],
    skipped: known.skipped ?? [],
  };
}

function refusalOf({ refusal_id, refusal_value }: DeliveryRow): (Message & { readonly id: string }) | null {
  if (refusal_id === null) return null;
  const { zh, en } = fileRefusalMessage(refusal_id as FileRefusalId, refusal_value ?? '');
  return { id: refusal_id, zh, en };
}

/** A step of a delivery: state, when, by whom, why. */
export interface Step {
  readonly at: string;
  readonly state: string;
  readonly actor: string;
  readonly reason_code: string | null;
  readonly note: string | null;
}

/** What became of a delivery, oldest first: its own steps, and whether it is in force or which one took its place. */
export async function deliverySteps(database: Database, id: string): Promise<Step[]> {
  const rows = await database.kysely
    .selectFrom('delivery_step')
    .select(['at', 'state', 'actor', 'reason_code', 'note'])
    .where('delivery_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const steps = rows.map(({ at, ...step }) => ({ at: at.toISOString(), ...step }));
  const place = await placeOf(database, id);
  return place ? [...steps, place] : steps;
}

/** Follows from the order among accepted deliveries, and so is worked out anew each time. */
async function placeOf(database: Database, id: string): Promise<Step | undefined> {
  const state = (await statesOf(database, [id])).get(id);
  if (state !== 'in_force' && state !== 'superseded') return undefined;
  return (await placeAmong(database, id)) ?? (await takenInAs(database, id));
}

/** A file whose tenant was unclear, and came in as a tenant's delivery since. */
async function takenInAs({ kysely }: Database, id: string): Promise<Step | undefined> {
  const { rows } = await sql<{ by: string; at: Date }>`
    select later.id as by, later.received_at as at from delivery
    join delivery as later on later.sha256 = delivery.sha256 and later.uscc is not null and later.stage <> 'refused'
    where delivery.id = ${id} and delivery.uscc is null
    order by later.received_at desc, later.id limit 1`.execute(kysely);
  const [taken] = rows;
  return (
    taken && {
      at: taken.at.toISOString(),
      state: 'superseded',
      actor: 'system',
      reason_code: null,
      note: taken.by,
    }
  );
}

async function placeAmong({ kysely }: Database, id: string): Promise<Step | undefined> {
  const { rows } = await sql<{ by: string; at: Date; joined: boolean }>`
    select distinct in_force.delivery_id as by, delivery.message_file is not null and exists (
      select from delivery as latest where latest.id = in_force.delivery_id and latest.message_file is not null
    ) as joined, (
      select max(at) from delivery_step where delivery_id = in_force.delivery_id and state in ('accepted', 'reinstated')
    ) as at
    from delivery
    join delivery_coverage as coverage on coverage.delivery_id = delivery.id
    join in_force on in_force.uscc = delivery.uscc and in_force.customs_mode = coverage.customs_mode
      and in_force.flow = coverage.flow and in_force.period = coverage.period
    where delivery.id = ${id} and delivery.relation = 'line'
    order by at desc`.execute(kysely);
  const step = ({ by, at }: { by: string; at: Date }, state: string): Step => ({
    at: at.toISOString(),
    state,
    actor: 'system',
    reason_code: null,
    note: by === id ? null : by,
  });
  const own = rows.find(({ by }) => by === id);
  if (own) return step(own, 'in_force');
  const joined = rows.find((row) => row.joined);
  if (joined) return step(joined, 'in_force');
  return rows[0] && step(rows[0], 'superseded');
}
