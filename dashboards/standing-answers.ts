import type { GroupingId } from '../catalogue/groupings.ts';
import type { Dimension, IndicatorId } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Decimal } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Standing } from '../catalogue/standing.ts';
import type { List, Row } from './answers.ts';

/** A part of a whole in a month: value, growth, share and contribution. */
export interface PartRow extends Row, Standing {}

export interface RankedRow extends PartRow {
  readonly rank: number | null;
  readonly ranked: number;
  readonly rank_month_ago: number | null;
  readonly rank_year_ago: number | null;
  /** Ranks risen, below zero fallen. */
  readonly moved_month: number | null;
  readonly moved_year: number | null;
}

export type WholeRow = Row & Pick<Standing, 'growth' | 'growth_reason'>;

export interface Ranking extends List<RankedRow> {
  readonly totals: readonly WholeRow[];
  /** What a table of the first ranks leaves out. */
  readonly others: readonly {
    readonly period: Period;
    readonly count: number;
    readonly value: Decimal | null;
  }[];
}

export interface GroupRow extends Omit<PartRow, 'indicator'> {
  readonly group: string;
  readonly zh: string;
  readonly en: string;
  readonly members: number;
}

/** The cell beside which codes are set: one code each, the total when left out. */
export interface Beside {
  readonly park?: string;
  readonly mode?: string;
  readonly flow?: string;
  /** The first month; the last one alone when left out. */
  readonly from?: Period;
  readonly asOf?: string | undefined;
  readonly top?: number;
}

/** Paths are keys of baked answers too: the same question is always spelled the same way. */
export function rankingPath(indicator: IndicatorId, by: Dimension, to: Period, beside: Beside = {}): string {
  const top = beside.top === undefined ? '' : `&top=${beside.top}`;
  return `ranking?indicator=${indicator}&by=${by}${asked(to, beside)}${top}`;
}

export function groupsPath(indicator: IndicatorId, by: GroupingId, to: Period, beside: Beside = {}): string {
  return `groups?indicator=${indicator}&by=${by}${asked(to, beside)}`;
}

function asked(to: Period, { park, mode, flow, from = to, asOf }: Beside): string {
  const codes = Object.entries({ park, mode, flow })
    .filter(([, code]) => code !== undefined && code !== total)
    .map(([dimension, code]) => `&${dimension}=${encodeURIComponent(code ?? total)}`)
    .join('');
  return `${codes}&from=${from}&to=${to}${asOf ? `&asOf=${encodeURIComponent(asOf)}` : ''}`;
}
