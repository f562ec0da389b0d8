import { compare, type Decimal } from './number.ts';

export interface Ranked {
  readonly code: string;
  readonly value: Decimal | null;
}

/**
 * Standard competition ranking: the largest exact value is first, equal values share a rank, and as many ranks are left out
 * behind them (1, 2, 2, 4). What has no value has no rank.
 */
export function competitionRanks(parts: readonly Ranked[]): ReadonlyMap<string, number> {
  const valued = parts.flatMap(({ code, value }) => (value === null ? [] : [{ code, value }]));
  valued.sort((a, b) => compare(b.value, a.value));
  const ranks = new Map<string, number>();
  let rank = 0;
  let before: Decimal | undefined;
  for (const [index, { code, value }] of valued.entries()) {
    if (before === undefined || compare(value, before) !== 0) rank = index + 1;
    ranks.set(code, rank);
    before = value;
  }
  return ranks;
}
