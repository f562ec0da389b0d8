import { sql } from 'kysely';
import type { LineColumn } from '../catalogue/line-template.ts';
import { addMonths, firstDay, lastDay, localInstant, type Period } from '../catalogue/period.ts';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import { fileRefusalMessage, type RuleId, ruleMessage } from '../catalogue/rules.ts';
import type { Database } from './database.ts';

/** A delivery as collection hands it over. */
export interface NewDelivery {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly uscc: string;
  readonly source_id: string | null;
  readonly file_name: string;
  readonly file_time: Date;
  readonly received_at: Date;
  readonly declared_period: string | null;
  readonly format: string | null;
  readonly encoding: string | null;
  readonly template: string | null;
  readonly refusal_id: string | null;
  readonly refusal_value: string | null;
  readonly ignored_columns: string[];
  readonly rows_read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly set_aside: number;
  readonly lake_file: string | null;
  readonly coverage: readonly {
    customs_mode: string;
    flow: string;
    period: string;
    lines: number;
    rates: readonly string[];
  }[];
  readonly stopped: readonly {
    row: number;
    outcome: string;
    period: string | null;
    rule: string;
    column_name: string | null;
    value: string | null;
  }[];
}

export interface SeenFile {
  readonly source_id: string;
  readonly path: string;
  readonly bytes: number;
  readonly file_time: Date;
  readonly delivery_id: string;
}

export type DeliveryState = 'in_force' | 'superseded' | 'needs_fixing' | 'refused';

/**
 * True when a delivery is recorded already. The same bytes again are the same delivery, which counts from its first
 * arrival, in whatever order arrivals are processed.
 */
export async function meetAgain(
  { kysely }: Database,
  id: string,
  receivedAt: Date,
  fileTime: Date,
): Promise<boolean> {
  const known = await kysely.selectFrom('delivery').select('id').where('id', '=', id).executeTakeFirst();
  if (!known) return false;
  await sql`update delivery set received_at = ${receivedAt}, file_time = ${fileTime}
    where id = ${id} and (received_at, file_time) > (${receivedAt}::timestamptz, ${fileTime}::timestamptz)`.execute(
    kysely,
  );
  return true;
}

export async function seenFiles({ kysely }: Database, sourceId: string) {
  return kysely.selectFrom('seen_file').selectAll().where('source_id', '=', sourceId).execute();
}

const rowsAtOnce = 4000;

/** Records deliveries with all that belongs to them, in one transaction. */
export async function recordDeliveries(
  { kysely }: Database,
  deliveries: readonly NewDelivery[],
  seen: readonly SeenFile[],
  runId: string | null,
): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    const insert = async <T>(rows: readonly T[], put: (some: T[]) => Promise<unknown>) => {
      for (let at = 0; at < rows.length; at += rowsAtOnce) await put(rows.slice(at, at + rowsAtOnce));
    };
    await insert(deliveries, (some) =>
      transaction
        .insertInto('delivery')
        .values(
          some.map(({ coverage: _coverage, stopped: _stopped, ...delivery }) => ({
            ...delivery,
            run_id: runId,
          })),
        )
        .onConflict((on) => on.column('id').doNothing())
        .execute(),
    );
    const coverage = deliveries.flatMap(({ id, coverage }) =>
      coverage.map((one) => ({ delivery_id: id, ...one, rates: [...one.rates] })),
    );
    await insert(coverage, (some) =>
      transaction
        .insertInto('delivery_coverage')
        .values(some)
        .onConflict((on) => on.doNothing())
        .execute(),
    );
    const stopped = deliveries.flatMap(({ id, stopped }) =>
      stopped.map(({ row, outcome, period, rule, column_name, value }) => ({
        delivery_id: id,
        row_number: row,
        outcome,
        period,
        rule,
        column_name,
        value,
      })),
    );
    await insert(stopped, (some) => transaction.insertInto('stopped_row').values(some).execute());
    await insert(seen, (some) =>
      transaction
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
  });
}

/** A delivery as it is told to people and programs: in answers of the API and of the command line alike. */
export async function describeDeliveries({ kysely }: Database, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await kysely
    .selectFrom('delivery')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('received_at')
    .orderBy('file_time')
    .orderBy('sha256')
    .execute();
  if (rows.length === 0) return [];
  const coverage = await kysely
    .selectFrom('delivery_coverage')
    .selectAll()
    .where('delivery_id', 'in', [...ids])
    .orderBy('period')
    .orderBy('customs_mode')
    .orderBy('flow')
    .execute();
  const force = await kysely
    .selectFrom('in_force')
    .select(['uscc', 'customs_mode', 'flow', 'period', 'delivery_id'])
    .where('uscc', 'in', [...new Set(rows.map(({ uscc }) => uscc))])
    .execute();
  const inForce = new Set(force.map(({ delivery_id }) => delivery_id));
  const supersedes = await supersededBy({ kysely } as Database, ids);
  return rows.map((row) => {
    const own = coverage.filter(({ delivery_id }) => delivery_id === row.id);
    return {
      id: row.id,
      sha256: row.sha256,
      file_name: row.file_name,
      uscc: row.uscc,
      source_id: row.source_id,
      periods: [...new Set(own.map(({ period }) => period))],
      state: stateOf(row, own.length, inForce),
      format: row.format,
      encoding: row.encoding,
      template: row.template,
      received_at: row.received_at.toISOString(),
      rows_read: Number(row.rows_read),
      accepted: Number(row.accepted),
      rejected: Number(row.rejected),
      set_aside: Number(row.set_aside),
      supersedes: supersedes.get(row.id) ?? null,
      ignored_columns: row.ignored_columns,
      refusal: row.refusal_id
        ? {
            id: row.refusal_id,
            ...fileRefusalMessage(row.refusal_id as FileRefusalId, row.refusal_value ?? ''),
          }
        : null,
    };
  });
}

function stateOf(
  row: { id: string; refusal_id: string | null },
  covered: number,
  inForce: ReadonlySet<string>,
): DeliveryState {
  if (row.refusal_id) return 'refused';
  if (covered === 0) return 'needs_fixing';
  return inForce.has(row.id) ? 'in_force' : 'superseded';
}

/** For each delivery the one that it took over from: the latest earlier one that covers a same mode, flow and month. */
async function supersededBy({ kysely }: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; earlier: string }>`
    select distinct on (later.id) later.id, earlier.id as earlier
    from delivery as later
    join delivery_coverage as covers on covers.delivery_id = later.id
    join delivery as earlier on earlier.uscc = later.uscc and earlier.id <> later.id
    join delivery_coverage as covered on covered.delivery_id = earlier.id
      and covered.customs_mode = covers.customs_mode and covered.flow = covers.flow and covered.period = covers.period
    where later.id = any(${ids})
      and (earlier.received_at, earlier.file_time, earlier.sha256) < (later.received_at, later.file_time, later.sha256)
    order by later.id, earlier.received_at desc, earlier.file_time desc, earlier.sha256 desc`.execute(kysely);
  return new Map(rows.map(({ id, earlier }) => [id, earlier]));
}

/** Modes, flows and months in which deliveries took over from earlier ones, with the lines before and after. */
export async function replacements({ kysely }: Database, ids: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    earlier: string;
    customs_mode: string;
    flow: string;
    period: string;
    before: string;
    after: string;
  }>`
    select distinct on (later.id, covers.customs_mode, covers.flow, covers.period)
      later.id, earlier.id as earlier, covers.customs_mode, covers.flow, covers.period,
      covered.lines::text as before, covers.lines::text as after
    from delivery as later
    join delivery_coverage as covers on covers.delivery_id = later.id
    join delivery as earlier on earlier.uscc = later.uscc and earlier.id <> later.id
    join delivery_coverage as covered on covered.delivery_id = earlier.id
      and covered.customs_mode = covers.customs_mode and covered.flow = covers.flow and covered.period = covers.period
    where later.id = any(${ids})
      and (earlier.received_at, earlier.file_time, earlier.sha256) < (later.received_at, later.file_time, later.sha256)
    order by later.id, covers.customs_mode, covers.flow, covers.period,
      earlier.received_at desc, earlier.file_time desc, earlier.sha256 desc`.execute(kysely);
  return rows.map(({ before, after, ...row }) => ({ ...row, before: Number(before), after: Number(after) }));
}

/** Stopped rows of a delivery in words, in file order. */
export async function findings({ kysely }: Database, deliveryId: string, limit = 1000, offset = 0) {
  const rows = await kysely
    .selectFrom('stopped_row')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('row_number')
    .orderBy('column_name')
    .orderBy('rule')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(({ row_number, outcome, rule, column_name, value }) => ({
    row: Number(row_number),
    outcome,
    rule,
    column: column_name,
    value,
    message: ruleMessage(rule as RuleId, column_name as LineColumn | null, value ?? ''),
  }));
}

/** What is in force for some months; all months when none are named. */
export async function inForce({ kysely }: Database, periods?: readonly string[]) {
  let query = kysely
    .selectFrom('in_force')
    .select(['uscc', 'customs_mode', 'flow', 'period', 'delivery_id', 'lake_file', 'lines', 'rates']);
  if (periods) query = query.where('period', 'in', [...periods]);
  const rows = await query
    .orderBy('period')
    .orderBy('customs_mode')
    .orderBy('flow')
    .orderBy('uscc')
    .execute();
  return rows.map((row) => ({ ...row, lines: Number(row.lines) }));
}

/**
 * Rows read and rejected of the deliveries in force for a month. All rows of a delivery of one month belong to it; in one of
 * several months a stopped row without a month of its own belongs to the month with most lines.
 */
export async function judgedRows(
  { kysely }: Database,
  period: string,
): Promise<{ uscc: string; rows_read: number; rejected: number }[]> {
  const { rows } = await sql<{ uscc: string; rows_read: string; rejected: string }>`
    with chosen as (
      select distinct delivery_id as id from in_force where period = ${period}
    ),
    main as (
      select distinct on (delivery_id) delivery_id as id, period
      from delivery_coverage where delivery_id in (select id from chosen)
      order by delivery_id, lines desc, period desc
    ),
    stopped as (
      select distinct stopped_row.delivery_id as id, row_number, outcome,
        case when exists (
          select from delivery_coverage as covered where covered.delivery_id = stopped_row.delivery_id and covered.period = stopped_row.period
        ) then stopped_row.period else main.period end as period
      from stopped_row join main on main.id = stopped_row.delivery_id
    ),
    counted as (
      select delivery_id as id, count(distinct period) as months,
        sum(lines) filter (where period = ${period}) as accepted, count(*) filter (where lines = 0 and period = ${period}) as nils
      from delivery_coverage where delivery_id in (select id from chosen)
      group by delivery_id
    )
    select delivery.uscc,
      case when counted.months = 1 then delivery.rows_read
        else counted.accepted + case when counted.nils > 0 then 1 else 0 end + count(stopped.row_number) end::text as rows_read,
      case when counted.months = 1 then delivery.rejected
        else count(stopped.row_number) filter (where stopped.outcome = 'rejected') end::text as rejected
    from counted
    join delivery on delivery.id = counted.id
    left join stopped on stopped.id = counted.id and stopped.period = ${period}
    group by delivery.id, counted.months, counted.accepted, counted.nils
    order by delivery.uscc, delivery.id`.execute(kysely);
  return rows.map((row) => ({
    uscc: row.uscc,
    rows_read: Number(row.rows_read),
    rejected: Number(row.rejected),
  }));
}

/** Tenants due for a month, by park, and whether and when they first reported. */
export async function reportingTenants({ kysely }: Database, period: Period) {
  const rows = await kysely
    .selectFrom('membership')
    .leftJoin(
      (from) =>
        from
          .selectFrom('delivery_coverage')
          .innerJoin('delivery', 'delivery.id', 'delivery_coverage.delivery_id')
          .leftJoin('in_force', (join) =>
            join
              .onRef('in_force.delivery_id', '=', 'delivery_coverage.delivery_id')
              .onRef('in_force.customs_mode', '=', 'delivery_coverage.customs_mode')
              .onRef('in_force.flow', '=', 'delivery_coverage.flow')
              .onRef('in_force.period', '=', 'delivery_coverage.period'),
          )
          .select([
            'delivery.uscc',
            sql<Date>`min(delivery.received_at)`.as('first_at'),
            sql<string>`sum(in_force.lines)`.as('lines'),
          ])
          .where('delivery_coverage.period', '=', period)
          .groupBy('delivery.uscc')
          .as('reported'),
      (join) => join.onRef('reported.uscc', '=', 'membership.uscc'),
    )
    .select(['membership.uscc', 'membership.park_id', 'reported.first_at', 'reported.lines'])
    .where('membership.from_day', '<=', lastDay(period))
    .where((where) =>
      where.or([where('membership.to_day', 'is', null), where('membership.to_day', '>', firstDay(period))]),
    )
    .distinct()
    .orderBy('membership.park_id')
    .orderBy('membership.uscc')
    .execute();
  return rows.map(({ uscc, park_id, first_at, lines }) => ({
    uscc,
    park_id,
    received: first_at !== null,
    first_at,
    nil: first_at !== null && Number(lines) === 0,
  }));
}

/** The instant after which a report for the month is late: the end of the due day in the following month. */
export function dueInstant(period: Period, dueDay: number): Date {
  const day = `${addMonths(period, 1)}-${String(dueDay).padStart(2, '0')}`;
  return new Date(localInstant(day, 0).getTime() + 24 * 3600_000);
}

/** Deliveries whose bytes are kept, in the order in which they count. */
export async function landedDeliveries({ kysely }: Database) {
  return kysely
    .selectFrom('delivery')
    .select(['sha256', 'uscc', 'source_id', 'file_name', 'file_time', 'received_at', 'declared_period'])
    .where('lake_file', 'is not', null)
    .orderBy('received_at')
    .orderBy('file_time')
    .orderBy('sha256')
    .execute();
}

/** Released months with deliveries in force that arrived after their last release. */
export async function monthsWithNews({ kysely }: Database): Promise<string[]> {
  const { rows } = await sql<{ period: string }>`
    select distinct in_force.period
    from in_force
    join (select period, max(published_at) as published_at from release group by period) as last using (period)
    where in_force.received_at > last.published_at
    order by period`.execute(kysely);
  return rows.map(({ period }) => period);
}
