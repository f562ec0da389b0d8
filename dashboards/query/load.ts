import type { Period } from '../../catalogue/period.ts';
import { type Vocabulary, vocabularyOf } from '../../catalogue/query-language/vocabulary.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { whoAmI } from '../account.ts';
import type { List, Park, Release } from '../answers.ts';
import { ask, problemOf } from '../ask.ts';
import { request } from '../request.ts';
import type { Available, QueryAnswer, SavedAnswer, SqlTables } from './answers.ts';
import { availabilityPath, type QueryView, queryPath, stateIn } from './view.ts';

/** What the page has loaded; of the three ways to query, the one that is open. */
export interface Known {
  readonly releases: readonly Release[];
  readonly parks: readonly Park[];
  readonly vocabulary: Vocabulary;
  /** What the account may do besides asking: others are not offered it. */
  readonly may: Readonly<Record<'exports' | 'queries', boolean>>;
  readonly build?: {
    readonly available: Available | null;
    readonly answer: QueryAnswer | null;
    readonly problem: ReturnType<typeof problemOf> | null;
  };
  readonly sql?: SqlTables;
  readonly saved?: readonly SavedAnswer[];
  /** The saved query that the address names. */
  readonly opened?: SavedAnswer;
}

export async function load(view: QueryView): Promise<Known> {
  const [{ rows: releases }, { rows: parks }, me] = await Promise.all([
    ask<List<Release>>('releases'),
    ask<List<Park>>('parks'),
    whoAmI(),
  ]);
  const can = (capability: string) => me?.capabilities.includes(capability) ?? false;
  const may = { exports: can('exports'), queries: can('queries') };
  const latest = (releases[0]?.period ?? '2026-01') as Period;
  const common = { releases, parks, may, vocabulary: vocabularyOf(parks, latest) };
  if (view.tab === 'sql' && may.exports) return { ...common, sql: await ask<SqlTables>('sql') };
  if (view.tab === 'saved' && may.queries) {
    const { answer, failure } = await request<List<SavedAnswer>>('queries');
    if (failure) throw refused(failure.message);
    return { ...common, saved: answer.rows };
  }
  if (view.saved) {
    const { answer, failure } = await request<SavedAnswer>(`queries/${view.saved}`);
    if (failure) throw refused(failure.message);
    if (!view.indicator) return { ...common, opened: answer };
  }
  return view.q ? common : { ...common, build: await loadAnswer(view) };
}

function refused({ zh, en }: Message): Error {
  return new Error(zh, { cause: { kind: 'refused', path: '', message: `${zh} | ${en}` } });
}

async function loadAnswer(view: QueryView): Promise<NonNullable<Known['build']>> {
  const state = stateIn(view);
  try {
    const available = await ask<Available>(availabilityPath(state));
    if (!available.exists || available.rows > available.limit)
      return { available, answer: null, problem: null };
    return { available, answer: await ask<QueryAnswer>(queryPath(state, view.against)), problem: null };
  } catch (error) {
    return { available: null, answer: null, problem: problemOf(error) };
  }
}
