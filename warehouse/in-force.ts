import { sql } from 'kysely';
import type { Database } from './database.ts';

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
      select finding.delivery_id as id, part, row_number, bool_or(class = 'must_fix') as rejected,
        case when exists (
          select from delivery_coverage as covered where covered.delivery_id = finding.delivery_id and covered.period = finding.period
        ) then finding.period else main.period end as period
      from finding join main on main.id = finding.delivery_id
      where class in ('must_fix', 'set_aside') and row_number is not null
      group by 1, 2, 3, 5
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
        else count(stopped.row_number) filter (where stopped.rejected) end::text as rejected
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

/** Deliveries whose bytes are kept, in the order in which they count. */
export async function landedDeliveries({ kysely }: Database) {
  const rows = await kysely
    .selectFrom('delivery')
    .select([
      'id',
      'sha256',
      'uscc',
      'source_id',
      'file_name',
      'file_time',
      'received_at',
      'declared_period',
      'kept',
      'template',
      'format',
      'message_file',
    ])
    .where((where) =>
      where.or([
        where('lake_file', 'is not', null),
        where('event_file', 'is not', null),
        where('message_file', 'is not', null),
      ]),
    )
    .orderBy('received_at')
    .orderBy('file_time')
    .orderBy('sha256')
    .execute();
  return rows.map((row) => ({ ...row, uscc: row.uscc as string }));
}

/** A mode, flow and month whose latest delivery waits for confirmations, and so does not count yet. */
export interface Held {
  readonly delivery_id: string;
  readonly uscc: string;
  readonly file_name: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly lines: number;
  readonly open: number;
}

export async function heldOf({ kysely }: Database, period: string): Promise<Held[]> {
  const { rows } = await sql<Omit<Held, 'lines' | 'open'> & { lines: string; open: string }>`
    with held as materialized (
      select * from latest_answer where period = ${period} and stage = 'needs_confirming'
    ),
    waiting as (
      select delivery_id, count(*) as open from confirm_finding
      where delivery_id in (select delivery_id from held) and not confirmed group by delivery_id
    )
    select held.delivery_id, held.uscc, file_name, customs_mode, flow, lines::text, coalesce(open, 0)::text as open
    from held
    join delivery on delivery.id = held.delivery_id
    left join waiting on waiting.delivery_id = held.delivery_id
    order by held.uscc, held.delivery_id, customs_mode, flow`.execute(kysely);
  return rows.map((row) => ({ ...row, lines: Number(row.lines), open: Number(row.open) }));
}

/** What a month is in force with, as one text; empty when nothing is. */
export async function inForceDigest({ kysely }: Database, period: string): Promise<string> {
  const row = await kysely
    .selectFrom('month_in_force')
    .select('digest')
    .where('period', '=', period)
    .executeTakeFirst();
  return row?.digest ?? '';
}

/** Notes what was in force when a month was drawn up, whether or not that made a new release. */
export async function noteMonthCheck(
  { kysely }: Database,
  period: string,
  digest: string,
  now: Date,
): Promise<void> {
  await kysely
    .insertInto('month_check')
    .values({ period, digest, checked_at: now })
    .onConflict((on) => on.column('period').doUpdateSet({ digest, checked_at: now }))
    .execute();
}

/** Released months in which other deliveries are in force than when the month was last drawn up. */
export async function monthsWithNews({ kysely }: Database): Promise<string[]> {
  const { rows } = await sql<{ period: string }>`
    select released.period
    from (select distinct period from release) as released
    left join month_in_force as current using (period)
    left join month_check as checked using (period)
    where coalesce(current.digest, '') is distinct from checked.digest
    order by released.period`.execute(kysely);
  return rows.map(({ period }) => period);
}
