import { addMonths, type Period, periodsBetween } from './period.ts';
import type { Reason } from './status.ts';

/** Tenants (USCC) of a cell in a month, or why they are not known. */
export type TenantSet = ReadonlySet<string> | Reason;
export type TenantLookup = (period: Period) => TenantSet;

/** Months without a line after which a tenant counts as new again, or as gone. */
export const silentMonths = 12;

/** Counts of tenants over several months of one vintage, by the month's active ones. */
export const turnover = {
  active_tenants: (period: Period, active: TenantLookup): TenantSet => active(period),
  new_tenants: newTenants,
  leaving_tenants: leavingTenants,
} as const;
export type TurnoverId = keyof typeof turnover;

/** Active in the month and in none of the twelve before. */
function newTenants(period: Period, active: TenantLookup): TenantSet {
  const now = active(period);
  const before = union(periodsBetween(addMonths(period, -silentMonths), addMonths(period, -1)), active);
  if (isReason(now) || isReason(before)) return isReason(now) ? now : before;
  return new Set([...now].filter((uscc) => !before.has(uscc)));
}

/** Last active exactly twelve months before. */
function leavingTenants(period: Period, active: TenantLookup): TenantSet {
  const then = active(addMonths(period, -silentMonths));
  const since = union(periodsBetween(addMonths(period, 1 - silentMonths), period), active);
  if (isReason(then) || isReason(since)) return isReason(then) ? then : since;
  return new Set([...then].filter((uscc) => !since.has(uscc)));
}

/** Those of any month from January on, each once; incomplete where a month before this one is not known. */
export function toDate(period: Period, of: TenantLookup): TenantSet {
  const now = of(period);
  const all = union(periodsBetween(`${period.slice(0, 4)}-01` as Period, period), of);
  return isReason(now) ? now : isReason(all) ? 'INCOMPLETE' : all;
}

/** All of the months, where each of them is known; else why not: a month before the first release is no base. */
function union(months: readonly Period[], of: TenantLookup): TenantSet {
  const sets = months.map(of);
  const reasons = sets.filter(isReason);
  if (reasons.length) return reasons.includes('NO_BASE') ? 'NO_BASE' : 'INCOMPLETE';
  return new Set(sets.flatMap((set) => (isReason(set) ? [] : [...set])));
}

export function isReason(set: TenantSet): set is Reason {
  return typeof set === 'string';
}
