import { blockingChecks } from './checks/blocking.ts';
import { cellChangeChecks } from './checks/cells.ts';
import { tenantChangeChecks } from './checks/changes.ts';
import type { Check } from './checks/check.ts';
import { collectionChecks } from './checks/collection.ts';
import { copyChecks } from './checks/copies.ts';
import { goodsChecks } from './checks/goods.ts';
import type { IndicatorId } from './indicators.ts';

export type { Check, Threshold } from './checks/check.ts';

/** The checks of a month, each with one query of the same name in `transform/checks/<kind>/`. */
export const checks = {
  ...blockingChecks,
  ...collectionChecks,
  ...copyChecks,
  ...goodsChecks,
  ...tenantChangeChecks,
  ...cellChangeChecks,
} as const satisfies Record<string, Check>;
export type CheckId = keyof typeof checks;
export const checkIds = Object.keys(checks) as CheckId[];

/** Of these, without details, the checks look at the months before. */
export const checkedIndicators = [
  'trade_value',
  'declarations',
  'partner_hhi',
] as const satisfies readonly IndicatorId[];

/** A row that a check found: what it is about, and `effect_cny`. Columns are told in `catalogue/check-columns.ts`. */
export type CheckRow = Readonly<Record<string, unknown>>;

/** What a check found in a month. Of the rows, ranked by effect, at most a hundred are kept; `found` counts all. */
export interface CheckResult {
  readonly id: CheckId;
  readonly kind: Check['kind'];
  /** How much of the published total hangs on what was found, in yuan. */
  readonly effect_cny: string;
  readonly rows: readonly CheckRow[];
  readonly found: number;
}

/** Checks whose values are those of published cells. The values of all others could be those of a single tenant. */
export const checksOfPublished: ReadonlySet<CheckId> = new Set<CheckId>([
  'totals_add_up',
  'cell_month_jump',
  'share_shift',
  'partners_concentrated',
  'declarations_repeated',
]);

export function isCheckId(id: string): id is CheckId {
  return Object.hasOwn(checks, id);
}
