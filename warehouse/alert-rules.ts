import { sql } from 'kysely';
import type { AlertCell, AlertCondition } from '../catalogue/alerts.ts';
import type { Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';
import { noSuch, ownerIsActive, tooMany } from './subscriptions.ts';

export interface AlertRule {
  readonly rule_id: string;
  readonly owner: string;
  readonly address: string;
  readonly language: 'zh' | 'en';
  readonly cell: AlertCell;
  readonly condition: AlertCondition;
  readonly created_at: Date;
  /** Months that it fired for. */
  readonly fired: readonly Period[];
}
export type NewAlertRule = Omit<AlertRule, 'rule_id' | 'fired'>;

export const mostRules = 50;

type Row = Omit<AlertRule, 'cell' | 'condition'> &
  AlertCell &
  Pick<AlertCondition, 'comparison' | 'direction' | 'threshold'> & {
    readonly minimum_base: string | null;
    readonly hold_off: number;
  };

const selected = sql<Row>`
  select rule_id::text, owner, address, language, indicator, park, mode, flow, comparison, direction,
    trim_scale(threshold)::text as threshold, trim_scale(minimum_base)::text as minimum_base, hold_off, created_at,
    array(select period from alert_firing where alert_firing.rule_id = alert_rule.rule_id order by period) as fired
  from alert_rule where ended_at is null`;

function ruleOf(row: Row): AlertRule {
  const { indicator, park, mode, flow, comparison, direction, threshold, minimum_base, hold_off, ...rest } =
    row;
  return {
    ...rest,
    cell: { indicator, park, mode, flow },
    condition: { comparison, direction, threshold, minimumBase: minimum_base, holdOff: hold_off },
  };
}

/** One's own in use, the oldest first. */
export async function listAlertRules(
  { kysely }: Pick<Database, 'kysely'>,
  owner: string,
): Promise<AlertRule[]> {
  const { rows } = await sql<Row>`${selected} and owner = ${owner} order by alert_rule.rule_id`.execute(
    kysely,
  );
  return rows.map(ruleOf);
}

/** All in use whose owner may still sign in. */
export async function activeAlertRules({ kysely }: Database): Promise<AlertRule[]> {
  const { rows } = await sql<Row>`${selected} and ${ownerIsActive} order by alert_rule.rule_id`.execute(
    kysely,
  );
  return rows.map(ruleOf);
}

export async function addAlertRule({ kysely }: Database, rule: NewAlertRule): Promise<AlertRule> {
  const { owner, address, language, cell, condition, created_at } = rule;
  const { comparison, direction, threshold, minimumBase, holdOff } = condition;
  return kysely.transaction().execute(async (writing) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`alert_rule ${owner}`}))`.execute(writing);
    const own = await listAlertRules({ kysely: writing }, owner);
    if (own.length >= mostRules) throw tooMany(mostRules);
    const { rule_id } = await writing
      .insertInto('alert_rule')
      .values({
        ...{ owner, address, language, ...cell, comparison, direction, threshold, created_at },
        ...{ minimum_base: minimumBase, hold_off: holdOff, ended_at: null },
      })
      .returning('rule_id')
      .executeTakeFirstOrThrow();
    return { ...rule, rule_id, fired: [] };
  });
}

/** Ends one's own; another's does not exist. */
export async function endAlertRule(
  { kysely }: Database,
  owner: string,
  id: string,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await kysely
    .updateTable('alert_rule')
    .set({ ended_at: now })
    .where('rule_id', '=', id)
    .where('owner', '=', owner)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw noSuch(id);
}
