import { type IndicatorId, indicatorIds } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { addMonths, type Period, parsePeriod } from '../../catalogue/period.ts';
import type { Release } from '../answers.ts';
import type { Frame as PageFrame } from '../page.ts';
import type { ViewWith } from '../view.ts';
import { earlierOf, laterOf } from './months.ts';
import { type CellCodes, type Question, usualMonths } from './queries.ts';

export const own = {
  indicator: '',
  mode: total,
  flow: total,
  partner: total,
  from: '',
  to: '',
  transform: 'level',
  /** Shown side by side: park, mode or flow. */
  by: '',
  /** The dimension of the structure. */
  split: '',
  tab: 'trend',
  /** The figure whose origin is open: `park.mode.flow.month`. */
  point: '',
} as const;
export type Key = keyof typeof own;
export type IndicatorView = ViewWith<Key>;
export type Frame = PageFrame<Key>;

export const tabKeys = ['trend', 'structure', 'revisions', 'quality', 'method', 'data'] as const;
export type TabKey = (typeof tabKeys)[number];

export function tabOf({ tab }: IndicatorView): TabKey {
  return tabKeys.find((key) => key === tab) ?? 'trend';
}

export function indicatorOf({ indicator }: IndicatorView): IndicatorId | undefined {
  return indicatorIds.find((id) => id === indicator);
}

/** What the address asks, within the months that are released. */
export function questionOf(
  view: IndicatorView,
  indicator: IndicatorId,
  releases: readonly Release[],
): Question {
  const released = releases
    .filter(({ published_at }) => view.asOf === undefined || published_at <= endOf(view.asOf))
    .map(({ period }) => period)
    .sort();
  const [first, latest] = [released[0], released.at(-1)] as [Period, Period];
  const within = (text: string | undefined, usual: Period) => {
    const period = text ? parsePeriod(text) : undefined;
    return period && period >= first && period <= latest ? period : usual;
  };
  const to = within(view.to, within(view.period, latest));
  const usual = addMonths(to, 1 - usualMonths);
  const from = within(view.from, laterOf(usual, first));
  const { park, mode, flow, partner, asOf } = view;
  return { indicator, cell: { park, mode, flow, partner }, from: earlierOf(from, to), to, asOf };
}

/** A day is seen as of its end in Beijing. */
export function endOf(asOf: string): string {
  return asOf.length > 10 ? asOf : new Date(Date.parse(`${asOf}T23:59:59.999+08:00`)).toISOString();
}

export interface Point {
  readonly cell: CellCodes;
  readonly period: Period;
}

export function pointText({ cell: { park, mode, flow }, period }: Point): string {
  return [park, mode, flow, period].join('.');
}

export function pointOf({ point, partner }: IndicatorView): Point | undefined {
  const [park = total, mode = total, flow = total, month = ''] = point.split('.');
  const period = parsePeriod(month);
  return period && { cell: { park, mode, flow, partner }, period };
}
