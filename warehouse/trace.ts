import { sql } from 'kysely';
import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import { type ReasonCodeId, reasonCodes } from '../catalogue/reason-codes.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import { answered, messageOf } from './findings.ts';

export type CellCodes = Readonly<Record<Dimension, string>>;

/** A cell of one release; undefined where the release does not hold it. */
export async function cellOf({ kysely }: Database, releaseKey: number, indicator: string, codes: CellCodes) {
  let query = kysely
    .selectFrom('observation')
    .select(['value', 'status', 'reason', 'coverage'])
    .where('indicator', '=', indicator)
    .where('release_key', '=', releaseKey);
  for (const dimension of dimensions) query = query.where(dimension, '=', codes[dimension]);
  const row = await query.executeTakeFirst();
  return row && { ...row, status: row.status as Status, reason: row.reason as Reason | null };
}

/** What some deliveries cover in a month, as the view `in_force` tells it, whether they are in force today or not. */
export async function coveredBy({ kysely }: Database, ids: readonly string[], period: string) {
  if (ids.length === 0) return [];
  const rows = await kysely
    .selectFrom('delivery_coverage as coverage')
    .innerJoin('delivery', 'delivery.id', 'coverage.delivery_id')
    .select(['customs_mode', 'flow', 'period', 'delivery_id', 'lines', 'rates', 'lake_file', 'uscc'])
    .where('delivery_id', 'in', [...ids])
    .where('period', '=', period)
    .execute();
  return rows.map((row) => ({ ...row, uscc: row.uscc as string, lines: Number(row.lines) }));
}

/** Modes, flows and months of which a delivery holds returns and cancellations. */
export async function eventsCoveredBy({ kysely }: Database, id: string) {
  return kysely
    .selectFrom('event_coverage')
    .select(['customs_mode as mode', 'flow', 'period'])
    .where('delivery_id', '=', id)
    .where('events', '>', '0')
    .execute();
}

/** A row of a delivery. */
export interface RowPlace {
  readonly delivery: string;
  readonly part: string | null;
  readonly row: string;
}

export interface RowFinding extends RowPlace {
  readonly rule: string;
  readonly class: RuleClass;
  readonly column: string | null;
  readonly value: string | null;
  readonly message: Message;
  /** Who confirmed it and why; null where nobody had to or has. */
  readonly confirmed: { readonly by: string; readonly reason: Message; readonly at: string } | null;
}

interface FoundRow extends RowPlace {
  readonly rule: string;
  readonly class: RuleClass;
  readonly column_name: string | null;
  readonly value: string | null;
  readonly action: string | null;
  readonly confirmed_by: string | null;
  readonly reason_code: string | null;
  readonly confirmed_at: Date | null;
}

/** What was found about some rows, and what was answered. */
export async function findingsAt({ kysely }: Database, places: readonly RowPlace[]): Promise<RowFinding[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<FoundRow>`
    select finding.delivery_id as delivery, finding.part, finding.row_number::text as row, finding.rule, finding.class,
      finding.column_name, finding.value, answer.action, answer.confirmed_by, answer.reason_code, answer.confirmed_at
    ${answered}
    join unnest(
      ${places.map(({ delivery }) => delivery)}::text[], ${places.map(({ part }) => part)}::text[],
      ${places.map(({ row }) => row)}::bigint[]
    ) as place (delivery, part, row)
      on finding.delivery_id = place.delivery and finding.row_number = place.row and finding.part is not distinct from place.part
    order by finding.id`.execute(kysely);
  return rows.map(({ column_name, action, confirmed_by, reason_code, confirmed_at, ...row }) => ({
    ...row,
    column: column_name,
    message: messageOf(row.rule, column_name, row.value ?? ''),
    confirmed:
      action === 'confirm'
        ? {
            by: confirmed_by as string,
            reason: reasonCodes[reason_code as ReasonCodeId],
            at: (confirmed_at as Date).toISOString(),
          }
        : null,
  }));
}

/** Releases that count a delivery, the newest first. */
export async function releasesWith({ kysely }: Database, deliveryId: string) {
  const named = sql`${JSON.stringify([{ delivery_id: deliveryId }])}::jsonb`;
  const { rows } = await sql<{ id: string; release_key: number; period: string; current: boolean }>`
    select id, release_key, period, number = max(number) over (partition by period) as current
    from release
    where manifest->'deliveries' @> ${named} or manifest->'events' @> ${named}
    order by period desc, number desc`.execute(kysely);
  return rows;
}

/** Codes of which a delivery has lines in a month; what is not named is `_T`. */
export type FedCodes = Readonly<Partial<Record<Dimension, string>>> & { readonly period: string };

export interface FedCell extends CellCodes {
  readonly indicator: string;
  readonly release: string;
  readonly period: string;
  readonly value: string | null;
  readonly status: Status;
}

/** The observations of some releases at the given codes, by release, indicator and code. */
export async function cellsAt(
  { kysely }: Database,
  releaseKeys: readonly number[],
  codes: readonly FedCodes[],
  limit: number,
  offset: number,
): Promise<{ rows: FedCell[]; total: number }> {
  if (releaseKeys.length === 0 || codes.length === 0) return { rows: [], total: 0 };
  const names = dimensions.map((dimension) => sql.ref(dimension));
  const columns = dimensions.map((dimension) => sql`${codes.map((one) => one[dimension] ?? '_T')}::text[]`);
  const matching = sql`
    from unnest(${sql.join(columns)}, ${codes.map(({ period }) => period)}::text[]) as fed (${sql.join(names)}, period)
    join observation using (${sql.join(names)}, period)
    join release using (release_key, period)
    where release_key = any(${[...releaseKeys]})`;
  const counted = await sql<{ total: string }>`select count(*) as total ${matching}`.execute(kysely);
  const { rows } = await sql<FedCell>`
    select indicator, ${sql.join(names)}, release.id as release, period, value::text, observation.status
    ${matching}
    order by period desc, release.number desc, indicator collate "C",
      ${sql.join(dimensions.map((dimension) => sql`${sql.ref(dimension)} collate "C"`))}
    limit ${limit} offset ${offset}`.execute(kysely);
  return { rows, total: Number(counted.rows[0]?.total ?? 0) };
}
