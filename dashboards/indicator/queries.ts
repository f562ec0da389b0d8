import type { Indicator } from '../../catalogue/indicators/indicator.ts';
import {
  type Dimension,
  type IndicatorId,
  indicatorIds,
  indicators,
  type Transform,
  transformsOf,
} from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { addMonths, type Period } from '../../catalogue/period.ts';
import type { Bakery } from '../bakery.ts';
import { seriesPath } from '../series-path.ts';
import { laterOf } from './months.ts';

/** One cell, or the cell of which something is told by a dimension. */
export interface CellCodes {
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
  readonly partner: string;
}
export const wholeCell: CellCodes = { park: total, mode: total, flow: total, partner: total };

export interface Question {
  readonly indicator: IndicatorId;
  readonly cell: CellCodes;
  readonly from: Period;
  readonly to: Period;
  readonly asOf?: string | undefined;
}

/** What may be shown side by side. */
export const sides = ['park', 'mode', 'flow'] as const satisfies Dimension[];
export type Side = (typeof sides)[number];

/** What the page shows of a series: the API's transforms, and the seasonally adjusted values. */
export const shownTransforms = [
  'level',
  'ytd',
  'yoy',
  'mom',
  'ytd_yoy',
  'r12',
] as const satisfies Transform[];

export const usualMonths = 24;

export const indicatorsPath = 'indicators';

export function seriesOf(
  { indicator, cell, from, to, asOf }: Question,
  transform: Transform,
  by?: Side,
): string {
  const codes = by ? { ...cell, [by]: '*' } : cell;
  return seriesPath(indicator, to, { by: { ...codes }, transform, from, asOf });
}

export function vintagesOf(question: Question, transform: Transform): string {
  return seriesOf(question, transform).replace(/^series/, 'vintages');
}

/** Tenants to date are counted anew when they are read: there is no first value of them. */
export function hasVintages(indicator: IndicatorId, transform: Transform): boolean {
  const { made = 'month', unit } = indicators[indicator] as Indicator;
  return made === 'month' && !(unit === 'tenants' && transform.startsWith('ytd'));
}

function cellPart({ indicator, cell, asOf }: Question, omitted: readonly (keyof CellCodes)[] = []): string {
  const named = (Object.keys(cell) as (keyof CellCodes)[])
    .filter((dimension) => cell[dimension] !== total && !omitted.includes(dimension))
    .map((dimension) => `&${dimension}=${encodeURIComponent(cell[dimension])}`);
  return `indicator=${indicator}${named.join('')}${asOf ? `&asOf=${encodeURIComponent(asOf)}` : ''}`;
}

export const structureOf = (question: Question, by: Side): string =>
  `structure?${cellPart(question, [by])}&period=${question.to}&by=${by}`;

/** Revisions and coverage are those of a cell without details. */
export const revisionsOf = (question: Question): string => `revisions?${cellPart(question, ['partner'])}`;

export const coverageOf = (question: Question): string =>
  `coverage?${cellPart(question, ['partner'])}&from=${question.from}&to=${question.to}`;

export const originOf = (question: Question, period: Period): string =>
  `origin?${cellPart(question)}&period=${period}`;

export const traceOf = (question: Question, period: Period): string =>
  `trace?${cellPart(question)}&period=${period}&limit=20`;

export const methodOf = (indicator: IndicatorId): string => `indicators/${indicator}/method`;

export const seasonalOf = (question: Question): string => `seasonal?${cellPart(question, ['partner'])}`;

/** Asked first, because a refusal is no fault. */
export const seasonalCheckOf = (question: Question): string =>
  `seasonal/check?${cellPart(question, ['partner'])}`;

/** Parks by modes: the last twelve months, and growth in the last of them. */
export function matrixOf(question: Question): { readonly levels: string; readonly growth?: string } {
  const { indicator, cell, to, asOf } = question;
  const by = { flow: cell.flow, park: '*', mode: '*' };
  return {
    levels: seriesPath(indicator, to, { by, from: addMonths(to, -11), asOf }),
    ...(transformsOf(indicator).includes('yoy')
      ? { growth: seriesPath(indicator, to, { by, transform: 'yoy', asOf }) }
      : {}),
  };
}

/** What adds up over months can have a season. */
export function adjustable(indicator: IndicatorId): boolean {
  return (indicators[indicator] as Indicator).additivity.time === 'sum';
}

export function hasMatrix(indicator: IndicatorId): boolean {
  const { breakdowns } = indicators[indicator] as Indicator;
  const grows = transformsOf(indicator).includes('yoy');
  return grows && breakdowns.includes('mode') && breakdowns.includes('park');
}

export function sidesOf(indicator: IndicatorId): Side[] {
  const { breakdowns } = indicators[indicator] as Indicator;
  return sides.filter((side) => breakdowns.includes(side));
}

/** How collection went, of the parks: on the tab of quality. */
export const qualityIndicators = ['on_time_rate', 'rejection_rate'] as const satisfies IndicatorId[];

export function qualityOf({ cell, ...rest }: Question): string[] {
  const park = { ...wholeCell, park: cell.park };
  return qualityIndicators.map((indicator) => seriesOf({ ...rest, indicator, cell: park }, 'level'));
}

/** A copy opens on the catalogue. */
export function firstPaths(_bakery: Bakery): string[] {
  return [indicatorsPath];
}

/**
 * Of every indicator: the last 24 months in each transform, by park and by mode, what was first published, structure,
 * revisions, coverage and method, for the whole city; parks by modes of the trade value alone. What a copy leaves out: single
 * parks and modes, other months, earlier vintages, partners, and where single figures come from beyond their releases.
 */
export function furtherPaths({ period, periods }: Bakery): string[] {
  const first = periods.at(-1) ?? period;
  const usual = addMonths(period, 1 - usualMonths);
  const from = laterOf(usual, first);
  return indicatorIds.flatMap((indicator) => {
    const question: Question = { indicator, cell: wholeCell, from, to: period };
    const transforms = shownTransforms.filter((transform) => transformsOf(indicator).includes(transform));
    const isReleased = hasVintages(indicator, 'level');
    return [
      ...transforms.map((transform) => seriesOf(question, transform)),
      ...sidesOf(indicator).flatMap((side) => [
        seriesOf(question, 'level', side),
        structureOf(question, side),
      ]),
      ...(isReleased ? [vintagesOf(question, 'level'), revisionsOf(question), coverageOf(question)] : []),
      ...(indicator === 'trade_value' ? Object.values(matrixOf(question)) : []),
      ...(adjustable(indicator) ? [seasonalCheckOf(question)] : []),
      ...qualityOf(question),
      methodOf(indicator),
    ];
  });
}
