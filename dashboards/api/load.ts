import type { Dimension, IndicatorId, Transform } from '../../catalogue/indicators.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { List, Park, Release, Series } from '../answers.ts';
import { ask, type Problem, problemOf } from '../ask.ts';
import { type ApiView, parametersOf, queryOf } from './asked.ts';
import type { Description } from './description.ts';

/** An indicator as far as the form needs it. */
export interface IndicatorEntry extends Message {
  readonly id: IndicatorId;
  readonly unit_zh: string;
  readonly unit_en: string;
  readonly breakdowns: readonly Dimension[];
  readonly transforms: readonly Transform[];
}

export interface CodeEntry extends Message {
  readonly dimension: Dimension;
  readonly code: string;
}

/** The first rows of an answer, and what it says about itself. */
export interface Preview extends Series {
  readonly total: number;
  readonly query: {
    readonly id: string;
    readonly permalink: string;
    readonly pinned: string;
    readonly vintage: string;
    readonly cite: Message;
  };
}

export interface Known {
  readonly indicators: readonly IndicatorEntry[];
  readonly parks: readonly Park[];
  readonly codes: readonly CodeEntry[];
  readonly releases: readonly Release[];
  /** It is long, and nothing above it needs it. */
  readonly description: Promise<Description>;
  /** What the question came to: its first rows, or why there are none. */
  readonly preview: Preview | Problem;
}

export const shownRows = 12;

/** Dimensions with few codes, to be chosen from a list; of the others the reader writes some, with names offered. */
export const listed = ['mode', 'flow', 'kind'] as const satisfies readonly Dimension[];

export function codesOf(dimension: Dimension): Promise<List<CodeEntry>> {
  return ask(`codes?dimension=${dimension}`);
}

/** The catalogue, the description of the API, and the first rows of what is asked. A refusal is shown, not a failure. */
export async function load(view: ApiView): Promise<Known> {
  const path = `series?${queryOf(parametersOf(view))}&limit=${shownRows}`;
  // It stands beside the API, not in it.
  const description = ask<Description>('../../openapi.json');
  description.catch(() => undefined);
  const [indicators, parks, codes, releases, preview] = await Promise.all([
    ask<List<IndicatorEntry>>('indicators'),
    ask<List<Park>>('parks'),
    ask<List<CodeEntry>>(`codes?dimension=${listed.join(',')}`),
    ask<List<Release>>('releases'),
    ask<Preview>(path).catch((error) => {
      const problem = problemOf(error);
      if (problem.kind === 'refused' && problem.status < 500) return problem;
      throw error;
    }),
  ]);
  return {
    indicators: indicators.rows,
    parks: parks.rows,
    codes: codes.rows,
    releases: releases.rows,
    description,
    preview,
  };
}

export function isPreview(preview: Preview | Problem): preview is Preview {
  return 'rows' in preview;
}
