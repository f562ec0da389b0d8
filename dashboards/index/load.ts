import { total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import type { List, Park, Release, Row, Series } from '../answers.ts';
import { ask, canAsk, fromFolder, type Problem, problemOf } from '../ask.ts';
import { parkName } from '../charts/names.ts';
import { word } from '../parts/words.ts';
import type { Language, View } from '../view.ts';
import type { Highlights, Me, Month, Overview, Reminders } from './answers.ts';
import { mePath, monthPath, publishedPaths, remindersPath, standingQueries } from './queries.ts';

/** An answer, or why there is none. */
export type Answered<Answer> = { readonly known: Answer } | { readonly problem: Problem };

/** What who runs the month is told besides. */
export interface Desk {
  readonly month: Month;
  readonly reminders: Answered<Reminders>;
  readonly remindersPath: string;
}

/** What the page knows about one view. */
export interface Loaded {
  /** The month that the figures are of: the one asked for, or the newest that is released. */
  readonly period: Period;
  readonly park: string;
  readonly release: Release;
  readonly releases: readonly Release[];
  /** Months that can be chosen, newest first; the first may be one that is not released yet. */
  readonly periods: readonly Period[];
  readonly parks: readonly Park[];
  readonly selectable: readonly Park[];
  readonly overview: Answered<Overview>;
  readonly highlights: Answered<Highlights>;
  readonly trend: Answered<readonly Row[]>;
  /** Undefined for readers of what is published, and in an earlier vintage. */
  readonly desk: Answered<Desk> | undefined;
  readonly me: Me;
}

export interface Unreleased {
  readonly period: undefined;
  readonly parks: readonly Park[];
}

const anybody: Me = {
  signed_in: false,
  display_name: null,
  capabilities: [],
  scope: { all: false, parks: [] },
};

/** Everything that `view` needs. Rejects when not even the releases can be had; another missing answer is told in its place. */
export async function load(view: View): Promise<Loaded | Unreleased> {
  const [releases, parks, me] = await Promise.all([
    ask<List<Release>>(standingQueries.releases),
    ask<List<Park>>(standingQueries.parks),
    fromFolder ? anybody : ask<Me>(mePath).catch(() => anybody),
  ]);
  const seen = releases.rows.filter(({ published_at }) => isSeen(published_at, view.asOf));
  const [latest] = seen.length ? seen : releases.rows;
  if (!latest) return { period: undefined, parks: parks.rows };
  const runsMonth = me.capabilities.includes('month') && view.asOf === undefined;
  // A park's own account opens on its park.
  const own =
    runsMonth && !me.scope.all
      ? parks.rows.filter(({ park_id }) => me.scope.parks.includes(park_id))
      : parks.rows;
  const wanted =
    own.some(({ park_id }) => park_id === view.park) || own.length !== 1
      ? view.park
      : (own[0]?.park_id as string);
  const months = [...new Set(seen.map(({ period }) => period))].filter((period) => canShow(period, total));
  const period = months.find((month) => month === view.period) ?? months[0] ?? latest.period;
  const selectable = own.filter(({ park_id }) => canShow(period, park_id));
  const park = selectable.some(({ park_id }) => park_id === wanted) ? wanted : total;
  const [figures, desk] = await Promise.all([
    published(period, park, view.asOf),
    runsMonth ? deskOf(view.period, park) : undefined,
  ]);
  const known = desk && 'known' in desk ? desk.known.month.period : undefined;
  return {
    ...{ period, park, me, desk, ...figures },
    release: releaseOf(seen, period) ?? latest,
    releases: seen,
    periods: known && !months.includes(known) ? [known, ...months].sort().reverse() : months,
    parks: parks.rows,
    selectable,
  };
}

/** An instant, or a day up to its end in Beijing; what is neither is refused by the API. */
function isSeen(published: string, asOf: string | undefined): boolean {
  if (asOf === undefined) return true;
  const until = Date.parse(asOf.length > 10 ? asOf : `${asOf}T23:59:59.999+08:00`);
  return Number.isNaN(until) || Date.parse(published) <= until;
}

function canShow(period: Period, park: string): boolean {
  return Object.values(publishedPaths(period, park)).every(canAsk);
}

async function published(period: Period, park: string, asOf: string | undefined) {
  const paths = publishedPaths(period, park, asOf);
  const [overview, highlights, trend] = await Promise.all([
    answered<Overview>(paths.overview),
    answered<Highlights>(paths.highlights),
    answered<Series>(paths.trend),
  ]);
  return { overview, highlights, trend: 'known' in trend ? { known: trend.known.rows } : trend };
}

async function deskOf(period: string | undefined, park: string): Promise<Answered<Desk>> {
  const month = await answered<Month>(monthPath(period, park));
  if ('problem' in month) return month;
  const path = remindersPath(month.known.period, park);
  return {
    known: { month: month.known, reminders: await answered<Reminders>(path), remindersPath: path },
  };
}

function answered<Answer>(path: string): Promise<Answered<Answer>> {
  return ask<Answer>(path).then(
    (known) => ({ known }),
    (error) => ({ problem: problemOf(error) }),
  );
}

/** The release in force: a correction carries a higher number. */
function releaseOf(releases: readonly Release[], period: Period): Release | undefined {
  return releases.filter((release) => release.period === period).sort((a, b) => b.number - a.number)[0];
}

/** What the figures are of: the whole city, or the name of one park. */
export function placeName(parks: readonly Park[], park: string, language: Language): string {
  const selected = parks.find(({ park_id }) => park_id === park);
  if (selected) return parkName(selected, language);
  return park === total ? word('wholeCity', language) : park;
}
