import { type Beside, type Lookup, type Point, transformPoint } from './comparison.ts';
import { type Dimension, type Indicator, type IndicatorId, indicators, transformsOf } from './indicators.ts';
import { compare, type Decimal } from './number.ts';
import type { Period } from './period.ts';
import type { Reason } from './status.ts';

/** What a monthly value of a part is compared with: ratios, and null with a reason where there is none. */
export interface Standing {
  /** On the same month of last year. */
  readonly growth: Decimal | null;
  readonly growth_reason: Reason | null;
  /** Of the whole along the dimension of the part. */
  readonly share: Decimal | null;
  readonly share_reason: Reason | null;
  /** To the growth of that whole. */
  readonly contribution: Decimal | null;
  readonly contribution_reason: Reason | null;
}

export const noStanding: Standing = {
  growth: null,
  growth_reason: 'NOT_APPLICABLE',
  share: null,
  share_reason: 'NOT_APPLICABLE',
  contribution: null,
  contribution_reason: 'NOT_APPLICABLE',
};

/** The standing of a cell; `of` is the dimension along which it is a part. */
export function standingOf(
  indicator: IndicatorId,
  of: Dimension,
  period: Period,
  at: Lookup,
  beside: Beside,
): Standing {
  const offered = transformsOf(indicator);
  const adds = (indicators[indicator] as Indicator).additivity[of] === 'sum';
  const told = (transform: 'yoy' | 'share' | 'contribution', isOffered: boolean) =>
    isOffered && offered.includes(transform)
      ? transformPoint(transform, period, at, beside)
      : { value: null, reason: 'NOT_APPLICABLE' as const };
  const [growth, share, contribution] = [told('yoy', true), told('share', adds), told('contribution', adds)];
  return {
    growth: growth.value,
    growth_reason: growth.reason,
    share: share.value,
    share_reason: share.reason,
    contribution: contribution.value,
    contribution_reason: contribution.reason,
  };
}

/** Points by month: what a lookup looks in. A month without a release has none. */
export function pointsOf(
  rows: readonly (Point & { readonly period: string })[] = [],
): ReadonlyMap<string, Point> {
  return new Map(
    rows.flatMap(({ period, value, status, reason, coverage, release }) =>
      release === null ? [] : [[period, { value, status, reason, coverage, release }] as const],
    ),
  );
}

/** The whole of parts, and whether one of them is below zero. */
export function wholeOfParts(
  whole: ReadonlyMap<string, Point>,
  parts: readonly { readonly period: string; readonly value: Decimal | null }[],
): Beside {
  const negative = new Set(
    parts.filter(({ value }) => value !== null && compare(value, '0') < 0).map(({ period }) => period),
  );
  return {
    whole: (period) => whole.get(period),
    hasNegativePart: (period) => negative.has(period),
  };
}
