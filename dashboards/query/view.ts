import { dimensions } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { queryParameters, stateOf } from '../../catalogue/query-language/address.ts';
import { firstState, type QueryState } from '../../catalogue/query-language/state.ts';
import type { View, ViewWith } from '../view.ts';

/**
 * The page's own parameters. One park and a day of knowledge are those of every page (`park`, `asOf`); several parks stand
 * in `parks`, first values in `vintage`: other pages could make nothing of them.
 */
export const own = {
  tab: 'build',
  indicator: '',
  parks: '',
  mode: '',
  flow: '',
  partner: '',
  chapter: '',
  section: '',
  district: '',
  transport: '',
  kind: '',
  from: '',
  to: '',
  last: '',
  months: '',
  transform: '',
  top: '',
  vintage: '',
  against: '',
  rows: '',
  columns: '',
  show: 'table',
  saved: '',
  /** A line as it was written on another page; understood, it becomes the parameters above. */
  q: '',
} as const;
export type QueryKey = keyof typeof own;
export type QueryView = ViewWith<QueryKey>;

/** The question that the address asks; without one, the last twelve months of trade value, park by park. */
export function stateIn(view: QueryView): QueryState {
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries(view))
    if (typeof value === 'string' && value) said.set(key, value);
  const park = view.parks || (view.park === total ? '' : view.park);
  if (park) said.set('park', park);
  else said.delete('park');
  if (view.vintage === 'first') said.set('asOf', 'first');
  if (!view.indicator) {
    said.set('indicator', firstState.indicator);
    if (!park) said.set('park', '*');
    if (!view.from && !view.last) said.set('last', '12');
  }
  return stateOf(said) ?? firstState;
}

/** What of the address changes for another question. */
export function changeTo(state: QueryState): Partial<QueryView> {
  const said = queryParameters(state);
  const get = (name: string) => said.get(name) ?? '';
  const park = get('park');
  const isOne = park !== '' && park !== '*' && !park.includes(',');
  const codes = Object.fromEntries(
    dimensions.filter((one) => one !== 'park').map((dimension) => [dimension, get(dimension)]),
  );
  const asOf = get('asOf');
  return {
    ...codes,
    indicator: state.indicator,
    park: isOne ? park : total,
    parks: isOne ? '' : park,
    from: get('from'),
    to: get('to'),
    last: get('last'),
    months: get('months'),
    transform: get('transform'),
    top: get('top'),
    vintage: asOf === 'first' ? 'first' : '',
    asOf: asOf === 'first' || asOf === '' ? undefined : asOf,
  } as Partial<QueryView>;
}

/** The path of the API that answers it. */
export function queryPath(state: QueryState, against: string): string {
  const said = queryParameters(state);
  if (against) said.set('against', against);
  return `query?${said}`;
}

export function availabilityPath(state: QueryState): string {
  return `availability?${queryParameters(state)}`;
}

/** The same question to `series`, which gives every format; null where it cannot be asked there. */
export function seriesPath(state: QueryState): string | null {
  if (state.top !== null || state.calendar !== null || state.vintage === 'first') return null;
  return `series?${queryParameters(state)}`;
}

export type { View };
