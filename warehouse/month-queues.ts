import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';
import { listDrafts } from './drafts.ts';
import { leadingCells } from './highlights.ts';
import { monthsWithNews } from './in-force.ts';
import { notesAbout } from './notes.ts';
import { listReleases } from './releases.ts';
import type { Parks } from './reminders.ts';

/** A released month whose data have changed since. */
export interface WaitingCorrection {
  readonly period: string;
  readonly release: string;
  /** Cells that would move; null where the month has not been drawn up anew. */
  readonly moved: number | null;
  /** Whether a report of the release is written that tells the old values. */
  readonly has_report: boolean;
}

export interface MonthQueues {
  /** Months drawn up and not published; null for who sees some parks only. */
  readonly drafts:
    | readonly { readonly period: string; readonly moved: number; readonly first: boolean }[]
    | null;
  readonly corrections: readonly WaitingCorrection[] | null;
  /** Cells among the largest contributions to the change of the newest released month, of which no note tells anything. */
  readonly notes_missing: readonly {
    readonly period: string;
    readonly park: string;
    readonly mode: string;
  }[];
}

export async function readMonthQueues(
  database: Database,
  period: Period,
  parks: Parks,
): Promise<MonthQueues> {
  const drafts = await listDrafts(database);
  return {
    drafts:
      parks === null ? drafts.map((one) => ({ ...one, first: one.base_release === null })).map(shown) : null,
    corrections: parks === null ? await waitingCorrections(database, drafts) : null,
    notes_missing: await notesMissing(database, period, parks),
  };
}

function shown({
  period,
  moved,
  first,
}: {
  readonly period: string;
  readonly moved: number;
  readonly first: boolean;
}) {
  return { period, moved, first };
}

async function waitingCorrections(
  database: Database,
  drafts: Awaited<ReturnType<typeof listDrafts>>,
): Promise<WaitingCorrection[]> {
  const current = (await listReleases(database)).filter((one) => one.current);
  const news = new Set(await monthsWithNews(database));
  return current.flatMap(({ id, period, has_report }) => {
    const draft = drafts.find((one) => one.period === period && one.base_release === id);
    const moves = draft !== undefined && draft.moved > 0;
    if (!moves && !news.has(period)) return [];
    // A draft that was drawn before the news says nothing of them.
    return [{ period, release: id, moved: news.has(period) ? null : (draft?.moved ?? null), has_report }];
  });
}

async function notesMissing(database: Database, period: Period, parks: Parks) {
  const [park] = parks ?? [total];
  const lines = await leadingCells(database, {
    period,
    park: parks?.length === 1 ? (park as string) : total,
  });
  const own = lines.filter((line) => parks === null || parks.includes(line.park));
  const missing = await Promise.all(
    own.map(async (line) => ((await hasNote(database, period, line)) ? [] : [line])),
  );
  return missing.flat().map((line) => ({ period, park: line.park, mode: line.mode }));
}

async function hasNote(
  database: Database,
  period: Period,
  { park, mode }: { readonly park: string; readonly mode: string },
): Promise<boolean> {
  const about = { indicator: 'trade_value', parks: [park], modes: [mode], from: period, to: period };
  return (await notesAbout(database, about, null)).length > 0;
}
