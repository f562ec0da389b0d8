import { type CodeList, codeLists, dimensionCodes } from '../codes.ts';
import { type Dimension, dimensions, type Indicator, indicatorIds, indicators } from '../indicators.ts';
import { total } from '../mode.ts';
import { nearPhrases } from './near.ts';

/** A code of a saved address that is no longer known, and what may stand in its place. */
export interface BrokenCode {
  readonly parameter: 'indicator' | Dimension;
  readonly code: string;
  /** The code that took its place where the list says so; else what looks like it. */
  readonly instead: readonly string[];
}

const lists = {
  mode: 'customs_mode',
  flow: 'flow',
  partner: 'partner',
  district: 'customs_district',
  transport: 'transport_mode',
} as const satisfies Partial<Record<Dimension, CodeList>>;

/** What an address names that the catalogue, or the registry's parks, no longer have. */
export function brokenCodes(address: URLSearchParams, parks: readonly string[]): BrokenCode[] {
  const indicator = address.get('indicator') ?? '';
  const known = indicatorIds.find((id) => id === indicator);
  if (!known)
    return [{ parameter: 'indicator', code: indicator, instead: nearPhrases(indicator, indicatorIds) }];
  const entry: Indicator = indicators[known];
  return dimensions.flatMap((dimension) => {
    const codes = address.get(dimension);
    if (!codes || codes === '*') return [];
    if (!entry.breakdowns.includes(dimension)) return [{ parameter: dimension, code: codes, instead: [] }];
    const all = dimension === 'park' ? parks : dimensionCodes[dimension].map(({ code }) => code);
    return codes
      .split(',')
      .filter((code) => code !== total && !all.includes(code))
      .map((code) => ({ parameter: dimension, code, instead: successors(dimension, code, all) }));
  });
}

function successors(dimension: Dimension, code: string, all: readonly string[]): string[] {
  const list = lists[dimension as keyof typeof lists];
  const named = list
    ? codeLists[list].filter(({ older, aliases }) => [...older, ...aliases].includes(code))
    : [];
  return named.length ? named.map((one) => one.code) : nearPhrases(code, all);
}
