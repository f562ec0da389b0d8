import { sql } from 'kysely';
import type { EstimateMethod, TenantValue } from '../catalogue/estimation.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Scope } from '../catalogue/roles.ts';
import type { Along } from './audit.ts';
import type { Database } from './database.ts';
import { notify } from './notify.ts';
import { monthInScope } from './scope.ts';

/** What became of an estimate: it counts, the tenant's own report has taken its place, or it was taken back. */
export type EstimateState = 'active' | 'replaced' | 'ended';

export interface Estimate {
  readonly estimate_id: string;
  readonly period: string;
  readonly uscc: string;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
  readonly method: EstimateMethod;
  readonly cny: string;
  readonly usd: string;
  /** What it was made from, as it stood then. */
  readonly evidence: unknown;
  readonly note: string | null;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly ended_by: string | null;
  readonly ended_at: Date | null;
  readonly state: EstimateState;
}

export type NewEstimate = Omit<Estimate, 'estimate_id' | 'ended_by' | 'ended_at' | 'state'>;

export interface EstimateAct {
  readonly note: string | null;
  readonly by: string;
  readonly at: Date;
  /** Written within the act's transaction: its entry in the audit. */
  readonly along?: Along | undefined;
}

/** Estimates, the newest first; of one month where it is named. */
export async function listEstimates(
  { kysely }: Database,
  period?: string,
  scope: Scope = 'all',
): Promise<Estimate[]> {
  const { rows } = await sql<Estimate>`
    select estimate.estimate_id::text, estimate.period, estimate.uscc, estimate.park, estimate.mode, estimate.flow, estimate.method,
      estimate.cny::text, estimate.usd::text, estimate.evidence, estimate.note, estimate.requested_by, estimate.requested_at,
      estimate_end.ended_by, estimate_end.ended_at,
      case when estimate_end.estimate_id is not null then 'ended'
        when exists (
          select from in_force where in_force.uscc = estimate.uscc and in_force.customs_mode = estimate.mode
            and in_force.flow = estimate.flow and in_force.period = estimate.period
        ) then 'replaced' else 'active' end as state
    from estimate
    left join estimate_end on estimate_end.estimate_id = estimate.estimate_id
    where estimate.period = coalesce(${period ?? null}, estimate.period)
      and ${monthInScope(scope, sql`estimate.uscc`, sql`estimate.period`)}
    order by estimate.estimate_id desc`.execute(kysely);
  return rows;
}

/** Estimates that count in a month, in a steady order. */
export async function activeEstimates(database: Database, period: string): Promise<Estimate[]> {
  return (await listEstimates(database, period)).filter(({ state }) => state === 'active').reverse();
}

export async function keepEstimate(
  database: Database,
  { evidence, ...estimate }: NewEstimate,
  along?: Along,
): Promise<string> {
  const row = await database.kysely.transaction().execute(async (writing) => {
    const made = await writing
      .insertInto('estimate')
      .values({ ...estimate, evidence: JSON.stringify(evidence) })
      .returning('estimate_id')
      .executeTakeFirstOrThrow();
    await along?.(writing);
    return made;
  });
  await notify(database, 'estimate_changed', row.estimate_id);
  return row.estimate_id;
}

/** Takes an estimate back; what it was stays on record. */
export async function endEstimate(
  database: Database,
  id: string,
  { note, by, at, along }: EstimateAct,
): Promise<Estimate> {
  const found = (await listEstimates(database)).find(({ estimate_id }) => estimate_id === id);
  if (!found)
    throw new Refusal(
      'not_found',
      { zh: `没有估算${id}，见/api/v1/estimates`, en: `There is no estimate ${id}, see /api/v1/estimates` },
      { value: id },
    );
  if (found.state === 'ended')
    throw new Refusal(
      'wrong_state',
      {
        zh: `估算${id}已由${found.ended_by}撤销`,
        en: `Estimate ${id} was taken back by ${found.ended_by} already`,
      },
      { id, state: found.state },
    );
  await database.kysely.transaction().execute(async (writing) => {
    await writing
      .insertInto('estimate_end')
      .values({ estimate_id: id, note, ended_by: by, ended_at: at })
      .execute();
    await along?.(writing);
  });
  await notify(database, 'estimate_changed', id);
  return { ...found, state: 'ended', ended_by: by, ended_at: at };
}

/** What a month's newest release knows of single tenants; undefined without a release. */
export interface ReleasedTenants {
  readonly release: string;
  readonly values: readonly TenantValue[];
}

export async function releasedTenants(
  { kysely }: Database,
  period: string,
): Promise<ReleasedTenants | undefined> {
  const release = await kysely
    .selectFrom('release')
    .select(['id', 'release_key'])
    .where('period', '=', period)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  if (!release) return undefined;
  const { rows: values } = await sql<TenantValue>`
    select uscc, park, mode, flow, cny::text, usd::text from tenant_cell
    where release_key = ${release.release_key} and not estimated and usd is not null and mode <> '_T'
    order by uscc, park, mode, flow`.execute(kysely);
  return { release: release.id, values };
}
