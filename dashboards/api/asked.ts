import { type Dimension, dimensions, type IndicatorId, type Transform } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { SeriesWords } from '../../catalogue/sdmx/series-address.ts';
import type { ViewWith } from '../view.ts';

type OwnDimension = Exclude<Dimension, 'park'>;
const ownDimensions = dimensions.filter((dimension): dimension is OwnDimension => dimension !== 'park');

/** The parameters of `series` under their own names, then the page's: which example lies open, and whether it has a token. */
export const own = {
  indicator: 'trade_value',
  ...(Object.fromEntries(ownDimensions.map((dimension) => [dimension, ''])) as Record<OwnDimension, string>),
  from: '',
  to: '',
  last: '',
  transform: '',
  of: '',
  example: 'curl',
  token: '',
} as const;
export type ApiKey = keyof typeof own;
export type ApiView = ViewWith<ApiKey>;

/** Months that are asked for when the address says none. */
const usualMonths = '12';

/** A parameter and its value, in the order of the contract. */
export type Parameter = readonly [name: string, value: string];

/** The question of the address. A page that leads here says its period, park and vintage as every page does. */
export function parametersOf(view: ApiView): Parameter[] {
  const { indicator, park, period, from, to, last, transform, of, asOf } = view;
  const isOpen = !from && !to && !last;
  const months: Record<string, string | undefined> = isOpen
    ? { to: period, last: usualMonths }
    : { from, to, last };
  const asked: Record<string, string | undefined> = {
    indicator,
    park: park === total ? undefined : park,
    ...Object.fromEntries(ownDimensions.map((dimension) => [dimension, view[dimension]])),
    ...months,
    transform: transform === 'level' ? undefined : transform,
    of,
    asOf,
  };
  return Object.entries(asked).filter((entry): entry is [string, string] => Boolean(entry[1]));
}

/** `indicator=trade_value&mode=9610,9710`: what may stay readable does. */
export function queryOf(parameters: readonly Parameter[]): string {
  return parameters
    .map(
      ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':')}`,
    )
    .join('&');
}

/** The same as words, for SDMX. */
export function wordsOf(parameters: readonly Parameter[]): SeriesWords {
  const { indicator, transform, ...rest } = Object.fromEntries(parameters);
  return {
    ...rest,
    indicator: indicator as IndicatorId,
    ...(transform ? { transform: transform as Transform } : {}),
  };
}
