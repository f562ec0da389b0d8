import {
  type Check,
  type CheckId,
  type CheckResult,
  checkedIndicators,
  checkIds,
  checks,
} from '../catalogue/checks.ts';
import { details, dimensions } from '../catalogue/indicators.ts';
import { add, compare } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import { type Duck, literal, type Row } from '../engine/duckdb.ts';
import type { Engine, Source, View } from '../engine/engine.ts';
import {
  type CheckHistory,
  catalogueSources,
  historySources,
  lakeSources,
  membershipSource,
} from './check-sources.ts';
import { type EventFiles, eventSource } from './events.ts';
import { blocked, type FactsFiles, factsSources } from './facts.ts';
import type { ReportingDelivery, ReportingTenant } from './indicators.ts';
import { checkRelation, checks as queries } from './models.ts';
import type { InForce, Membership, Rate } from './partitions.ts';

export type { CheckHistory } from './check-sources.ts';

/** What the checks of a month look at. */
export interface CheckContext {
  readonly period: Period;
  readonly facts: FactsFiles;
  readonly events: EventFiles;
  /** The month's observations: the CSV file of `MonthResult`. */
  readonly observations: string;
  /** Of the month and of the three before it. */
  readonly inForce: readonly InForce[];
  readonly memberships: readonly Membership[];
  readonly rates: readonly Rate[];
  readonly tenants: readonly ReportingTenant[];
  readonly deliveries: readonly ReportingDelivery[];
  /** What was estimated for tenants that have not reported, in yuan. */
  readonly estimates: readonly {
    readonly uscc: string;
    readonly park: string;
    readonly mode: string;
    readonly flow: string;
    readonly cny: string;
  }[];
  readonly history: CheckHistory;
}

/** Checked while facts and observations are made, which stand only where nothing was found. */
const passed: readonly CheckId[] = [
  'rate_missing',
  'membership_missing',
  'line_counted_twice',
  'totals_add_up',
];
const relations = ['line', 'declaration', 'earlier', 'tenant_month', 'tenant_step', 'cell_month'] as const;
const rowsKept = 100;

/**
 * Runs every check over a month; what has the largest effect stands first. They look at the past, so that they are no part
 * of what a month is made from.
 */
export async function runChecks(
  context: CheckContext,
  dataDir: string,
  engine: Engine,
): Promise<CheckResult[]> {
  const sources = checkSources(context, dataDir);
  const views = [observationView(context.observations), ...checkViews()];
  const found = await engine.run({ sources, views, outputs: [] }, async (duck) => {
    const results: CheckResult[] = [];
    for (const id of checkIds)
      results.push(passed.includes(id) ? resultOf(id, []) : await runCheck(duck, id));
    return results;
  });
  return found.toSorted(
    (a, b) => compare(b.effect_cny, a.effect_cny) || checkIds.indexOf(a.id) - checkIds.indexOf(b.id),
  );
}

export function checkSources(context: CheckContext, dataDir: string): Source[] {
  return [
    ...factsSources(context.facts),
    eventSource(context.events),
    ...lakeSources(context.inForce, context.period, dataDir),
    membershipSource(context.memberships),
    ...reportingSources(context),
    ...historySources(context.history, context.rates, context.period),
    ...catalogueSources(context.period),
  ];
}

/** What the queries read of lines and of the past, each made once. */
export function checkViews(): View[] {
  return relations.map((name) => ({ ...checkRelation(name), held: true }));
}

export async function runCheck(duck: Duck, id: CheckId): Promise<CheckResult> {
  const query = queries(checks[id].kind).find((one) => one.id === id);
  if (!query) throw new Error(`no query of check ${id}`);
  return resultOf(id, await duck.rows<EffectRow>(query.sql));
}

type EffectRow = Row & { readonly effect_cny: string };

/** Tenants' effects add up; cells contain one another. */
function resultOf(id: CheckId, rows: readonly EffectRow[]): CheckResult {
  const { kind, about }: Check = checks[id];
  const ranked = rows.toSorted((a, b) => compare(b.effect_cny, a.effect_cny));
  const effect_cny =
    about === 'tenant'
      ? rows.reduce((sum, row) => add(sum, row.effect_cny), '0.00')
      : (ranked[0]?.effect_cny ?? '0.00');
  return { id, kind, effect_cny, rows: ranked.slice(0, rowsKept), found: rows.length };
}

/** Refuses what a blocking check found, the gravest first. */
export function refuseFound(results: readonly CheckResult[]): void {
  const first = results.find(({ kind, found }) => kind === 'blocking' && found > 0);
  if (first) throw blocked(first.id, first.rows);
}

/** Of the observations only what checks read: key indicators without details. */
function observationView(path: string): View {
  const columns = ['indicator', ...dimensions].join(', ');
  const whole = details.map((detail) => `${detail} = '_T'`).join(' and ');
  return {
    name: 'publication.observation',
    sql: `select ${columns}, cast(value as decimal(18, 4)) as value
      from read_csv(${literal(path)}, header = true, all_varchar = true)
      where indicator in (${checkedIndicators.map(literal).join(', ')}) and ${whole}`,
    held: true,
  };
}

function reportingSources({ tenants, deliveries, estimates }: CheckContext): Source[] {
  return [
    {
      name: 'reporting.tenant',
      columns: { uscc: 'VARCHAR', park_id: 'VARCHAR', received: 'BOOLEAN' },
      rows: tenants as unknown as Row[],
    },
    {
      name: 'reporting.delivery',
      columns: { uscc: 'VARCHAR', rows_read: 'BIGINT', rejected: 'BIGINT' },
      rows: deliveries as unknown as Row[],
    },
    {
      name: 'reporting.estimate',
      columns: { uscc: 'VARCHAR', park: 'VARCHAR', mode: 'VARCHAR', flow: 'VARCHAR', cny: 'DECIMAL(18,2)' },
      rows: estimates as unknown as Row[],
    },
  ];
}
