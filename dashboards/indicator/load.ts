import { type IndicatorId, type Transform, transformsOf } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { CodeName, List, Park, Release } from '../answers.ts';
import { ask, fromFolder, type Problem, problemOf } from '../ask.ts';
import { standingPaths } from '../baked.ts';
import type { IndicatorEntry, SeasonalCheck } from './answers.ts';
import {
  coverageOf,
  hasMatrix,
  hasVintages,
  indicatorsPath,
  matrixOf,
  methodOf,
  originOf,
  type Question,
  qualityOf,
  revisionsOf,
  type Side,
  seasonalCheckOf,
  seasonalOf,
  seriesOf,
  shownTransforms,
  sidesOf,
  structureOf,
  vintagesOf,
} from './queries.ts';
import { type IndicatorView, indicatorOf, pointOf, questionOf, tabOf } from './view.ts';

/** Answers by path, and why some are missing. */
export interface Answers {
  of<Answer>(path: string | undefined): Answer | undefined;
  problem(path: string | undefined): Problem | undefined;
}

export interface Standing {
  readonly entries: readonly IndicatorEntry[];
  readonly parks: readonly Park[];
  readonly releases: readonly Release[];
  readonly codes: readonly CodeName[];
}

/** What one indicator's page knows. */
export interface Loaded extends Standing {
  readonly entry: IndicatorEntry;
  /** Undefined while nothing is released. */
  readonly question: Question | undefined;
  readonly transform: ShownTransform;
  readonly by: Side | undefined;
  readonly split: Side | undefined;
  readonly answers: Answers;
}
export type Known = Loaded | (Standing & { readonly entry: undefined; readonly asked: string });

/** The API's transforms, and the seasonally adjusted values, which have an answer of their own. */
export type ShownTransform = Transform | 'seasonal';

export async function load(view: IndicatorView): Promise<Known> {
  const standing = await loadStanding();
  const id = indicatorOf(view);
  const entry = standing.entries.find((one) => one.id === id);
  if (!id || !entry) return { ...standing, entry: undefined, asked: view.indicator };
  const question = standing.releases.length ? questionOf(view, id, standing.releases) : undefined;
  const chosen = { transform: transformOf(view, entry), by: sideOf(view.by, id), split: splitOf(view, id) };
  const paths = question ? [...pathsOf(view, question, chosen), ...pointPaths(view, question)] : [];
  const answers = await askAll([methodOf(id), ...paths]);
  const adjusted = question && adjustedPaths(question, answers);
  if (adjusted?.length)
    return {
      ...standing,
      entry,
      question,
      ...chosen,
      answers: await askAll([methodOf(id), ...paths, ...adjusted]),
    };
  return { ...standing, entry, question, ...chosen, answers };
}

/** The adjusted values, where the API said that there are any. */
function adjustedPaths(question: Question, answers: Answers): string[] {
  const check = answers.of<SeasonalCheck>(seasonalCheckOf(question));
  return check?.adjustable ? [seasonalOf(question)] : [];
}

/** Where the open figure comes from; a copy knows the values of its releases. */
function pointPaths(view: IndicatorView, question: Question): string[] {
  const point = pointOf(view);
  if (!point) return [];
  const cell = { ...question, cell: point.cell };
  if (!hasVintages(question.indicator, 'level')) return [];
  return [fromFolder ? revisionsOf(cell) : originOf(cell, point.period)];
}

async function loadStanding(): Promise<Standing> {
  const [releases, parks, codes] = standingPaths;
  const [entries, parkList, releaseList, codeList] = await Promise.all([
    ask<List<IndicatorEntry>>(indicatorsPath),
    ask<List<Park>>(parks),
    ask<List<Release>>(releases),
    ask<List<CodeName>>(codes),
  ]);
  return {
    entries: entries.rows,
    parks: parkList.rows,
    releases: releaseList.rows,
    codes: codeList.rows,
  };
}

export function offeredTransforms({ transforms, additivity }: IndicatorEntry): ShownTransform[] {
  const offered = shownTransforms.filter((transform) => transforms.includes(transform));
  return additivity.time === 'sum' ? [...offered, 'seasonal'] : offered;
}

function transformOf({ transform }: IndicatorView, entry: IndicatorEntry): ShownTransform {
  return offeredTransforms(entry).find((one) => one === transform) ?? 'level';
}

function sideOf(text: string, id: IndicatorId): Side | undefined {
  return sidesOf(id).find((side) => side === text);
}

function splitOf(view: IndicatorView, id: IndicatorId): Side | undefined {
  const sides = sidesOf(id);
  // What the address names one code of is a part already: another dimension tells more.
  return sideOf(view.split, id) ?? sides.find((side) => view[side] === total) ?? sides[0];
}

interface Chosen {
  readonly transform: ShownTransform;
  readonly by: Side | undefined;
  readonly split: Side | undefined;
}

/** What the open tab needs. */
export function pathsOf(view: IndicatorView, question: Question, { transform, by, split }: Chosen): string[] {
  const { indicator } = question;
  const isReleased = hasVintages(indicator, 'level');
  const plain = transform === 'seasonal' ? 'level' : transform;
  switch (tabOf(view)) {
    case 'trend':
      return [
        ...trendPaths(question, transform),
        ...(by ? [seriesOf(question, plain, by)] : []),
        ...(plain === 'level' && offersGrowth(question) ? [seriesOf(question, 'yoy')] : []),
      ];
    case 'structure':
      return [
        ...(split ? [structureOf(question, split)] : []),
        ...(hasMatrix(indicator) ? Object.values(matrixOf(question)) : []),
      ];
    case 'revisions':
      return isReleased ? [revisionsOf(question)] : [];
    case 'quality':
      return [...(isReleased ? [coverageOf(question)] : []), ...qualityOf(question)];
    case 'data':
      return [seriesOf(question, plain)];
    case 'method':
      return [];
  }
}

/** Growth stands beside the last level in the sentence; a rate has none. */
export function offersGrowth({ indicator }: Question): boolean {
  return transformsOf(indicator).includes('yoy');
}

function trendPaths(question: Question, transform: ShownTransform): string[] {
  if (transform === 'seasonal') return [seasonalCheckOf(question)];
  const first = hasVintages(question.indicator, transform) ? [vintagesOf(question, transform)] : [];
  return [seriesOf(question, transform), ...first];
}

async function askAll(paths: readonly string[]): Promise<Answers> {
  const asked = [...new Set(paths)];
  const results = await Promise.allSettled(asked.map((path) => ask<unknown>(path)));
  const known = new Map(asked.map((path, at) => [path, results[at]]));
  return {
    of: <Answer>(path: string | undefined) => {
      const found = known.get(path ?? '');
      return found?.status === 'fulfilled' ? (found.value as Answer) : undefined;
    },
    problem: (path) => {
      const found = known.get(path ?? '');
      return found?.status === 'rejected' ? problemOf(found.reason) : undefined;
    },
  };
}
