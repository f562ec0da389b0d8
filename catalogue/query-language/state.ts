import { dimensionCodes } from '../codes.ts';
import { type Dimension, dimensions, type IndicatorId, type Transform } from '../indicators.ts';
import { total } from '../mode.ts';
import type { Period } from '../period.ts';

/** Codes asked for in a dimension; `*` is every code with the total. */
export type Chosen = readonly string[] | '*';

/** Months as people ask for them; what rolls stays rolling until it is asked. */
export type PeriodChoice =
  | { readonly kind: 'all' }
  /** The last months that are released. */
  | { readonly kind: 'last'; readonly months: number }
  /** `to` null: up to the newest. */
  | { readonly kind: 'range'; readonly from: Period; readonly to: Period | null };

/** What was known when: now, at the end of a day, or when each month was first released. */
export type Vintage = 'latest' | 'first' | `${number}-${number}-${number}`;

/** One question to the published numbers, as the query page, its address and a saved query hold it. */
export interface QueryState {
  readonly indicator: IndicatorId;
  /** Dimensions that are not named are asked for in total. */
  readonly select: Readonly<Partial<Record<Dimension, Chosen>>>;
  readonly period: PeriodChoice;
  /** Only these calendar months (1–12) of every year; null = all. */
  readonly calendar: readonly number[] | null;
  readonly transform: Transform;
  /** The largest so many codes of the last dimension asked for in full; the rest is told as one. */
  readonly top: number | null;
  readonly vintage: Vintage;
}

/** Trade value of the last twelve months. */
export const firstState: QueryState = {
  indicator: 'trade_value',
  select: {},
  period: { kind: 'last', months: 12 },
  calendar: null,
  transform: 'level',
  top: null,
  vintage: 'latest',
};

/** The dimension of which `top` shows the largest: the last that is asked for in full. */
export function cutDimension(select: QueryState['select']): Dimension | null {
  return dimensions.findLast((dimension) => select[dimension] === '*') ?? null;
}

const listedCodes = new Map<Dimension, ReadonlyMap<string, number>>();

function placeOf(dimension: Dimension, code: string): number {
  if (code === total) return -1;
  if (dimension === 'park') return 0;
  const places =
    listedCodes.get(dimension) ??
    new Map<string, number>(dimensionCodes[dimension].map((one, at) => [one.code, at]));
  listedCodes.set(dimension, places);
  return places.get(code) ?? places.size;
}

/** Codes once each, in the order of their list, the total first; what asks for the total only is not named. */
export function normalState(state: QueryState): QueryState {
  const kept: Partial<Record<Dimension, Chosen>> = {};
  for (const dimension of dimensions) {
    const chosen = state.select[dimension];
    if (chosen === '*') kept[dimension] = '*';
    if (chosen === undefined || chosen === '*' || chosen.length === 0) continue;
    const codes = [...new Set(chosen)].sort(
      (a, b) => placeOf(dimension, a) - placeOf(dimension, b) || (a < b ? -1 : 1),
    );
    if (codes.length > 1 || codes[0] !== total) kept[dimension] = codes;
  }
  const calendar = state.calendar && [...new Set(state.calendar)].sort((a, b) => a - b);
  return {
    ...state,
    select: kept,
    calendar: calendar?.length && calendar.length < 12 ? calendar : null,
    top: cutDimension(kept) === null ? null : state.top,
  };
}
