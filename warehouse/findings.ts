import { sql } from 'kysely';
import { type ReasonCodeId, reasonCodes } from '../catalogue/reason-codes.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import { type RuleId, ruleMessage, rules } from '../catalogue/rules.ts';
import type { Database } from './database.ts';

export interface FindingFilter {
  readonly class?: RuleClass | undefined;
  /** Of findings that ask for a confirmation. */
  readonly state?: 'open' | 'confirmed' | undefined;
  readonly rule?: string | undefined;
}

/** Findings ask for something (`open`), were answered (`confirmed`), or only tell (`told`). */
export type FindingState = 'open' | 'confirmed' | 'told';

export interface StandingConfirmation {
  readonly reason_code: string;
  readonly reason: Message;
  readonly note: string | null;
  readonly by: string;
  readonly at: string;
}

/** Findings with the answer that stands to each: to be joined with more, and filtered. */
export const answered = sql`
  from finding
  join delivery on delivery.id = finding.delivery_id
  left join lateral (
    select confirmation.* from confirmation
    where finding.class = 'confirm' and confirmation.uscc = delivery.uscc and confirmation.rule = finding.rule
      and confirmation.subject = finding.subject and confirmation.column_name = coalesce(finding.column_name, '')
      and confirmation.value = coalesce(finding.value, '')
    order by confirmation.id desc limit 1
  ) as answer on true`;
const state = sql`case when finding.class = 'confirm' then case when answer.action = 'confirm' then 'confirmed' else 'open' end
  when finding.class = 'must_fix' then 'open' else 'told' end`;

function wanted(deliveryId: string, filter: FindingFilter) {
  return sql.join(
    [
      sql`finding.delivery_id = ${deliveryId}`,
      ...(filter.class === undefined ? [] : [sql`finding.class = ${filter.class}`]),
      ...(filter.rule === undefined ? [] : [sql`finding.rule = ${filter.rule}`]),
      ...(filter.state === undefined ? [] : [sql`${state} = ${filter.state}`]),
    ],
    sql` and `,
  );
}

interface FoundRow {
  id: string;
  rule: string;
  class: RuleClass;
  part: string | null;
  row_number: string | null;
  period: string | null;
  column_name: string | null;
  value: string | null;
  state: FindingState;
  action: 'confirm' | 'revoke' | null;
  reason_code: string | null;
  note: string | null;
  confirmed_by: string | null;
  confirmed_at: Date | null;
}

/** Findings of a delivery in words, in file order, those about the whole file first. */
export async function listFindings(
  { kysely }: Database,
  deliveryId: string,
  filter: FindingFilter = {},
  limit = 1000,
  offset = 0,
) {
  const { rows } = await sql<FoundRow>`
    select finding.id, finding.rule, class, part, row_number, period, finding.column_name, finding.value, ${state} as state,
      action, reason_code, note, confirmed_by, confirmed_at
    ${answered}
    where ${wanted(deliveryId, filter)}
    order by part nulls first, row_number nulls first, finding.column_name, finding.rule, finding.id
    limit ${limit} offset ${offset}`.execute(kysely);
  return rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    class: row.class,
    part: row.part,
    row: row.row_number === null ? null : Number(row.row_number),
    period: row.period,
    column: row.column_name,
    value: row.value,
    state: row.state,
    confirmation: confirmationOf(row),
    message: messageOf(row.rule, row.column_name, row.value ?? ''),
  }));
}

function confirmationOf(row: FoundRow): StandingConfirmation | null {
  if (row.action !== 'confirm') return null;
  const { zh, en } = reasonCodes[row.reason_code as ReasonCodeId] ?? {
    zh: row.reason_code,
    en: row.reason_code,
  };
  return {
    reason_code: row.reason_code as string,
    reason: { zh, en },
    note: row.note,
    by: row.confirmed_by as string,
    at: (row.confirmed_at as Date).toISOString(),
  };
}

/** A rule that the catalogue no longer has is named, so that what it found stays readable. */
export function messageOf(rule: string, column: string | null, value: string): Message {
  if (!Object.hasOwn(rules, rule)) return { zh: `${rule}：${value}`, en: `${rule}: ${value}` };
  const { zh, en } = ruleMessage(rule as RuleId, column as Parameters<typeof ruleMessage>[1], value);
  return { zh, en };
}

export async function countFindings(
  { kysely }: Database,
  deliveryId: string,
  filter: FindingFilter = {},
): Promise<number> {
  const { rows } = await sql<{ total: string }>`
    select count(*) as total ${answered} where ${wanted(deliveryId, filter)}`.execute(kysely);
  return Number(rows[0]?.total);
}

/** Findings of the same cause: a rule at a column. `message` is that of the first of them. */
export interface FindingGroup {
  readonly rule: string;
  readonly class: RuleClass;
  readonly column: string | null;
  readonly count: number;
  readonly open: number;
  readonly message: Message;
}

/** All findings of a delivery by cause: what must be fixed first, then what waits, the largest group first. */
export async function groupFindings({ kysely }: Database, deliveryId: string): Promise<FindingGroup[]> {
  const { rows } = await sql<{
    rule: string;
    class: RuleClass;
    column_name: string | null;
    count: string;
    open: string;
    value: string | null;
  }>`
    select finding.rule, class, finding.column_name, count(*) as count,
      count(*) filter (where class = 'confirm' and action is distinct from 'confirm') as open,
      (array_agg(finding.value order by row_number nulls first, finding.id))[1] as value
    ${answered}
    where finding.delivery_id = ${deliveryId}
    group by finding.rule, class, finding.column_name
    order by array_position(array['must_fix', 'confirm', 'notice', 'set_aside'], class), count(*) desc, rule, column_name`.execute(
    kysely,
  );
  return rows.map(({ column_name, count, open, value, ...row }) => ({
    rule: row.rule,
    class: row.class,
    column: column_name,
    count: Number(count),
    open: Number(open),
    message: messageOf(row.rule, column_name, value ?? ''),
  }));
}

export interface FindingCounts {
  readonly must_fix: number;
  readonly confirm_open: number;
  readonly confirm_done: number;
  readonly notice: number;
  readonly set_aside: number;
}

export const noFindings: FindingCounts = {
  must_fix: 0,
  confirm_open: 0,
  confirm_done: 0,
  notice: 0,
  set_aside: 0,
};

/** Findings of some deliveries, counted. */
export async function findingCounts({ kysely }: Database, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; kind: keyof FindingCounts; total: string }>`
    select delivery_id as id, class as kind, count(*) as total from finding
    where delivery_id = any(${ids}) and class <> 'confirm' group by 1, 2
    union all
    select delivery_id, case when confirmed then 'confirm_done' else 'confirm_open' end, count(*) from confirm_finding
    where delivery_id = any(${ids}) group by 1, 2`.execute(kysely);
  const counts = new Map<string, Record<keyof FindingCounts, number>>();
  for (const { id, kind, total } of rows) {
    const of = counts.get(id) ?? { ...noFindings };
    of[kind] = Number(total);
    counts.set(id, of);
  }
  return counts as ReadonlyMap<string, FindingCounts>;
}
