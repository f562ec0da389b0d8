import { sql } from 'kysely';
import type { Message } from '../catalogue/refusal.ts';
import type { Scope } from '../catalogue/roles.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import { type RuleId, ruleMessage, rules } from '../catalogue/rules.ts';
import type { Database } from './database.ts';
import { stated } from './delivery-description.ts';
import { deliveryInScope, tenantInScope } from './scope.ts';

/** Findings of one cause in one delivery. */
export interface CauseIn {
  readonly delivery_id: string;
  readonly uscc: string;
  readonly count: number;
  readonly open: number;
}

/** Findings of the same cause over all tenants: a rule at a column. `message` is that of one of them. */
export interface Cause {
  readonly rule: string;
  readonly class: RuleClass;
  readonly column: string | null;
  readonly count: number;
  readonly open: number;
  readonly message: Message;
  readonly deliveries: readonly CauseIn[];
}

interface CauseRow {
  readonly rule: string;
  readonly class: RuleClass;
  readonly column: string | null;
  readonly value: string | null;
  readonly delivery_id: string;
  readonly uscc: string;
  readonly count: string;
  readonly open: string;
}

/** What the deliveries that count for a month, or wait to, were found to have; what was replaced is left out. */
export async function causesOf({ kysely }: Database, period: string, scope: Scope = 'all'): Promise<Cause[]> {
  const { rows } = await sql<CauseRow>`
    with chosen as (
      select id, uscc from ${stated} as delivery
      where uscc is not null and ${deliveryInScope(scope)} and (state in ('needs_fixing', 'needs_confirming')
          or stage = 'accepted' and id in (select delivery_id from in_force where in_force.period = ${period}))
        and coalesce(
          (select bool_or(covered.period = ${period}) from delivery_coverage as covered where covered.delivery_id = delivery.id),
          coalesce(declared_period, to_char((received_at at time zone 'Asia/Shanghai') - interval '1 month', 'YYYY-MM')) = ${period}
        )
    )
    select finding.rule, finding.class, finding.column_name as column, min(finding.value) as value,
      chosen.id as delivery_id, chosen.uscc, count(*) as count,
      count(*) filter (where finding.class = 'confirm' and not coalesce(asking.confirmed, false)) as open
    from chosen
    join finding on finding.delivery_id = chosen.id
    left join confirm_finding as asking on asking.id = finding.id
    where finding.class <> 'set_aside'
    group by finding.rule, finding.class, finding.column_name, chosen.id, chosen.uscc
    order by count(*) desc, chosen.uscc, chosen.id`.execute(kysely);
  const causes = Map.groupBy(rows, ({ rule, column }) => `${rule} ${column ?? ''}`);
  return [...causes.values()].map(causeOf).sort(byGravity);
}

function causeOf(rows: readonly CauseRow[]): Cause {
  const { rule, class: of, column, value } = rows[0] as CauseRow;
  const deliveries = rows.map(({ delivery_id, uscc, count, open }) => ({
    delivery_id,
    uscc,
    count: Number(count),
    open: Number(open),
  }));
  const sum = (what: 'count' | 'open') => deliveries.reduce((all, one) => all + one[what], 0);
  return {
    rule,
    class: of,
    column,
    count: sum('count'),
    open: sum('open'),
    message: told(rule, column, value),
    deliveries,
  };
}

/** A rule that the catalogue no longer has is named, so that what it found stays readable. */
function told(rule: string, column: string | null, value: string | null): Message {
  if (!Object.hasOwn(rules, rule)) return { zh: rule, en: rule };
  const { zh, en } = ruleMessage(rule as RuleId, column as Parameters<typeof ruleMessage>[1], value ?? '');
  return { zh, en };
}

const order: readonly RuleClass[] = ['must_fix', 'confirm', 'notice', 'set_aside'];

const byGravity = (a: Cause, b: Cause) =>
  order.indexOf(a.class) - order.indexOf(b.class) || b.open - a.open || b.count - a.count;

/** How the collection from a source stands. */
export interface SourceStanding {
  readonly source_id: string;
  readonly uscc: string;
  readonly kind: string;
  readonly due_day: number;
  readonly last_success: string | null;
  readonly last_try: string | null;
  readonly failures: number;
  readonly error: Message | null;
}

/** Sources of the tenants told of, those that fail first. */
export async function sourceStandings({ kysely }: Database, scope: Scope = 'all'): Promise<SourceStanding[]> {
  const rows = await kysely
    .selectFrom('source')
    .leftJoin('source_state', 'source_state.source_id', 'source.source_id')
    .select([
      'source.source_id',
      'uscc',
      'kind',
      'due_day',
      'last_success',
      'last_try',
      'failures',
      'error_zh',
      'error_en',
    ])
    .where(tenantInScope(scope, sql`source.uscc`))
    .orderBy((by) => by.fn.coalesce('failures', sql<number>`0`), 'desc')
    .orderBy('source.source_id')
    .execute();
  return rows.map(({ last_success, last_try, failures, error_zh, error_en, ...source }) => ({
    ...source,
    last_success: last_success?.toISOString() ?? null,
    last_try: last_try?.toISOString() ?? null,
    failures: failures ?? 0,
    error: error_zh === null || error_en === null ? null : { zh: error_zh, en: error_en },
  }));
}
