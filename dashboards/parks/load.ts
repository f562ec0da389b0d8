import { type CustomsMode, customsModes, type Flow, flows, total } from '../../catalogue/mode.ts';
import type { List, Park, Series } from '../answers.ts';
import { ask, fromFolder } from '../ask.ts';
import { parkName } from '../charts/names.ts';
import type { Part } from '../charts/part.ts';
import { besideOf, type CellKey, type Frame, loadFrame } from '../standing/load.ts';
import { word as shared } from '../standing/text.ts';
import type { GroupRow, RankedRow, Ranking, WholeRow } from '../standing-answers.ts';
import type { ViewWith } from '../view.ts';
import { comparisonPaths, profilePaths } from './queries.ts';

/** The parks set side by side. */
export interface Comparison extends Frame {
  readonly kind: 'comparison';
  readonly paths: ReturnType<typeof comparisonPaths>;
  /** In order of rank. */
  readonly ranked: readonly ParkPart[];
  readonly types: readonly GroupRow[];
  readonly trend: Series;
  readonly whole: WholeRow | undefined;
}

export interface ParkPart extends Part {
  readonly park: Park;
  readonly row: RankedRow;
}

export interface Note {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly zh: string;
  readonly en: string | null;
}

/** One park by itself. */
export interface Profile extends Frame {
  readonly kind: 'profile';
  readonly it: Park;
  readonly paths: ReturnType<typeof profilePaths>;
  readonly history: Ranking;
  /** Its row of the month among all parks. */
  readonly row: RankedRow | undefined;
  readonly trend: Series;
  readonly modes: readonly Part[];
  readonly flows: readonly Part[];
  readonly partners: TopParts;
  readonly chapters: TopParts;
  readonly tenants: Readonly<Record<'active' | 'fresh' | 'leaving', Series>>;
  readonly reporting: Series;
  readonly onTime: Series;
  readonly notes: readonly Note[];
}

/** The first ranks, what stands behind them, and the total. */
export interface TopParts {
  readonly parts: readonly Part[];
  readonly whole: WholeRow | undefined;
}

export async function load(view: ViewWith<CellKey>): Promise<Comparison | Profile | undefined> {
  const frame = await loadFrame(view);
  if (!frame) return undefined;
  const it = frame.parks.find(({ park_id }) => park_id === frame.park);
  return it
    ? loadProfile(it, fromFolder ? { ...frame, mode: total, flow: total } : frame)
    : loadComparison(frame);
}

async function loadComparison(frame: Frame): Promise<Comparison> {
  const paths = comparisonPaths(frame.period, besideOf(frame));
  const [ranking, types, trend] = await Promise.all([
    ask<Ranking>(paths.ranking),
    ask<List<GroupRow>>(paths.types),
    ask<Series>(paths.trend),
  ]);
  const registered = new Map(frame.parks.map((park) => [park.park_id, park]));
  const ranked = ranking.rows.flatMap((row): ParkPart[] => {
    const park = registered.get(row.park);
    return park ? [{ key: park.park_id, label: parkName(park, frame.language), park, row }] : [];
  });
  return { ...frame, kind: 'comparison', paths, ranked, types: types.rows, trend, whole: ranking.totals[0] };
}

async function loadProfile(it: Park, frame: Frame): Promise<Profile> {
  const paths = profilePaths(it.park_id, frame.period, besideOf(frame));
  const [history, trend, modes, flowRanks, partners, chapters] = await Promise.all([
    ask<Ranking>(paths.history),
    ask<Series>(paths.trend),
    ask<Ranking>(paths.modes),
    ask<Ranking>(paths.flows),
    ask<Ranking>(paths.partners),
    ask<Ranking>(paths.chapters),
  ]);
  const [active, fresh, leaving, reporting, onTime, notes] = await Promise.all([
    ask<Series>(paths.active),
    ask<Series>(paths.fresh),
    ask<Series>(paths.leaving),
    ask<Series>(paths.reporting),
    ask<Series>(paths.onTime),
    ask<List<Note>>(paths.notes),
  ]);
  const { language, period } = frame;
  return {
    ...{ ...frame, kind: 'profile', it, paths, history, trend },
    row: history.rows.find((row) => row.park === it.park_id && row.period === period),
    modes: partsOf(modes, 'mode', (code) => `${code} ${customsModes[code as CustomsMode][language]}`),
    flows: partsOf(flowRanks, 'flow', (code) => flows[code as Flow][language]),
    partners: topOf(partners, 'partner', frame),
    chapters: topOf(chapters, 'chapter', frame),
    tenants: { active, fresh, leaving },
    ...{ reporting, onTime, notes: notes.rows },
  };
}

/** What can hold a value; a mode that a flow cannot have is none. */
function partsOf({ rows }: Ranking, by: 'mode' | 'flow', nameOf: (code: string) => string): Part[] {
  return rows
    .filter(({ status }) => status !== 'z')
    .map((row) => ({ key: row[by], label: nameOf(row[by]), row }));
}

function topOf(
  { rows, others, totals }: Ranking,
  by: 'partner' | 'chapter',
  { nameOf, language }: Frame,
): TopParts {
  const parts: Part[] = rows.map((row) => ({ key: row[by], ...namesOf(by, row[by], nameOf), row }));
  const [rest] = others;
  const [whole] = totals;
  if (!rest || !whole || rest.count === 0) return { parts, whole };
  const label = shared('others', language, { count: rest.count });
  const none = { growth: null, growth_reason: null, share: null, share_reason: null };
  const row = {
    ...whole,
    ...none,
    contribution: null,
    contribution_reason: null,
    value: rest.value,
    reason: null,
  };
  return { parts: [...parts, { key: '_others', label, row }], whole };
}

function namesOf(by: 'partner' | 'chapter', code: string, nameOf: Frame['nameOf']) {
  const full = nameOf(by, code);
  if (by === 'partner' || code.startsWith('_')) return { label: full };
  // A name of the HS up to its first semicolon: what follows are further goods.
  return { label: `${code} ${full.split(/[；;]/)[0]}`, full: `${code} ${full}` };
}
