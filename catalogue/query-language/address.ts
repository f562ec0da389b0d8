import {
  type Dimension,
  dimensions,
  type IndicatorId,
  indicatorIds,
  type Transform,
  transforms,
} from '../indicators.ts';
import { parsePeriod } from '../period.ts';
import { firstState, normalState, type QueryState, type Vintage } from './state.ts';

/** Parameters of `/query`, and of the page's own address: the same names with the same meaning. */
export function queryParameters(state: QueryState): URLSearchParams {
  const said = new URLSearchParams({ indicator: state.indicator });
  for (const dimension of dimensions) {
    const chosen = state.select[dimension];
    if (chosen !== undefined) said.set(dimension, chosen === '*' ? '*' : chosen.join(','));
  }
  const { period } = state;
  if (period.kind === 'last') said.set('last', String(period.months));
  if (period.kind === 'range') said.set('from', period.from);
  if (period.kind === 'range' && period.to) said.set('to', period.to);
  if (state.calendar) said.set('months', state.calendar.join(','));
  if (state.transform !== 'level') said.set('transform', state.transform);
  if (state.top !== null) said.set('top', String(state.top));
  if (state.vintage !== 'latest') said.set('asOf', state.vintage);
  return said;
}

/** The question that an address asks; undefined where it names no indicator that there is. Codes are not judged here. */
export function stateOf(said: URLSearchParams): QueryState | undefined {
  const indicator = indicatorIds.find((id) => id === said.get('indicator'));
  if (!indicator) return undefined;
  const select: Partial<Record<Dimension, readonly string[] | '*'>> = {};
  for (const dimension of dimensions) {
    const codes = said.get(dimension);
    if (codes) select[dimension] = codes === '*' ? '*' : codes.split(',');
  }
  const months = said.get('months')?.split(',').map(Number);
  const asked = said.get('transform') as Transform | null;
  const top = Number(said.get('top') ?? '');
  return normalState({
    indicator: indicator as IndicatorId,
    select,
    period: periodOf(said),
    calendar: months?.every((one) => one >= 1 && one <= 12) ? months : null,
    transform: asked && asked in transforms ? asked : 'level',
    top: Number.isInteger(top) && top > 0 && top <= 100 ? top : null,
    vintage: vintageOf(said.get('asOf')),
  });
}

function periodOf(said: URLSearchParams): QueryState['period'] {
  const last = Number(said.get('last') ?? '');
  if (Number.isInteger(last) && last > 0 && last < 1000) return { kind: 'last', months: last };
  const from = parsePeriod(said.get('from') ?? '');
  const to = parsePeriod(said.get('to') ?? '') ?? null;
  if (from) return { kind: 'range', from, to };
  return said.has('indicator') && !said.has('last') ? { kind: 'all' } : firstState.period;
}

function vintageOf(asOf: string | null): Vintage {
  if (asOf === 'first') return 'first';
  const day = /^(\d{4}-\d\d-\d\d)/.exec(asOf ?? '')?.[1];
  return (day as Vintage | undefined) ?? 'latest';
}
