import { total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import type { CodeName, List, Park, Quality, Release, Row, Series } from '../answers.ts';
import { ask, canAsk, type Problem, problemOf } from '../ask.ts';
import { parkName } from '../charts/parks.ts';
import { say } from '../text.ts';
import type { Language, Unit, View } from '../view.ts';
import { type SeriesKey, standingQueries, viewQueries } from './queries.ts';

/** What the page knows about one view: the answers that came, and why the others did not. */
export interface Loaded {
  readonly period: Period;
  readonly park: string;
  readonly language: Language;
  readonly unit: Unit;
  readonly release: Release;
  /** Released months, newest first, and parks: as far as they can be asked for. */
  readonly periods: readonly Period[];
  readonly parks: readonly Park[];
  readonly selectable: ReadonlySet<string>;
  readonly nameOf: (code: string) => string;
  readonly paths: ReturnType<typeof viewQueries>;
  readonly rows: Readonly<Partial<Record<SeriesKey, readonly Row[]>>>;
  readonly quality: Quality | undefined;
  readonly problems: readonly Problem[];
}

/** What the figures are of: the whole city, or the name of one park. */
export function scope({ park, parks, language }: Pick<Loaded, 'park' | 'parks' | 'language'>): string {
  const selected = parks.find(({ park_id }) => park_id === park);
  return selected ? parkName(selected, language) : say('wholeCity', language);
}

export interface Unreleased {
  readonly period: undefined;
  readonly parks: readonly Park[];
}

/** Everything that `view` needs. Rejects when not even the releases can be had; a single missing answer is a problem noted. */
export async function load(view: View): Promise<Loaded | Unreleased> {
  const [releases, parks] = await Promise.all([
    ask<List<Release>>(standingQueries.releases),
    ask<List<Park>>(standingQueries.parks),
  ]);
  const [latest] = releases.rows;
  if (!latest) return { period: undefined, parks: parks.rows };

  const carried = [...new Set(releases.rows.map(({ period }) => period))].filter((period) =>
    canShow(period, total),
  );
  const period = carried.find((released) => released === view.period) ?? carried[0] ?? latest.period;
  const selectable = new Set(
    parks.rows.map(({ park_id }) => park_id).filter((park) => canShow(period, park)),
  );
  const park = selectable.has(view.park) ? view.park : total;
  const paths = viewQueries(period, park);
  const [names, answers] = await Promise.all([codeNames(view.language), askAll(paths)]);
  const { quality, ...series } = answers.known;
  return {
    ...view,
    period,
    park,
    release: releaseOf(releases.rows, period) ?? latest,
    periods: carried,
    parks: parks.rows,
    selectable,
    nameOf: (code) => names.get(code) ?? code,
    paths,
    rows: series as Loaded['rows'],
    quality: quality as Quality | undefined,
    problems: answers.problems,
  };
}

function canShow(period: Period, park: string): boolean {
  return Object.values(viewQueries(period, park)).every(canAsk);
}

/** The release in force: a correction carries a higher number. */
function releaseOf(releases: readonly Release[], period: Period): Release | undefined {
  const ofPeriod = releases.filter((release) => release.period === period);
  return ofPeriod.find((release) => release.current) ?? ofPeriod.sort((a, b) => b.number - a.number)[0];
}

async function codeNames(language: Language): Promise<Map<string, string>> {
  const codes = await ask<List<CodeName>>(standingQueries.codes).catch(() => ({ rows: [] }));
  return new Map(
    codes.rows.filter(({ dimension }) => dimension === 'partner').map((name) => [name.code, name[language]]),
  );
}

async function askAll(paths: ReturnType<typeof viewQueries>) {
  const asked = Object.entries(paths);
  const results = await Promise.allSettled(asked.map(([, path]) => ask<Series | Quality>(path)));
  const known: Record<string, readonly Row[] | Quality> = {};
  const problems: Problem[] = [];
  for (const [index, result] of results.entries()) {
    const key = asked[index]?.[0] ?? '';
    if (result.status === 'rejected') problems.push(problemOf(result.reason));
    else known[key] = key === 'quality' ? (result.value as Quality) : (result.value as Series).rows;
  }
  return { known, problems };
}
