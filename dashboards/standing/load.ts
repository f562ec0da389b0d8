import { customsModes, isPossibleCell, total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import type { CodeName, List, Park, Release } from '../answers.ts';
import { ask, fromFolder } from '../ask.ts';
import type { Measure } from '../charts/part.ts';
import { measures } from '../charts/part.ts';
import type { Beside } from '../standing-answers.ts';
import type { Language, Unit, ViewWith } from '../view.ts';

/** What the three pages' addresses say besides what all pages say: the cell, and what bars are as long as. */
export const cellOwn = { mode: total, flow: total, measure: 'value' } as const;
export type CellKey = keyof typeof cellOwn;

/** What every one of these pages needs to know before it asks for figures. */
export interface Frame {
  readonly language: Language;
  readonly unit: Unit;
  readonly period: Period;
  readonly periods: readonly Period[];
  readonly release: Release;
  readonly releases: readonly Release[];
  readonly park: string;
  readonly parks: readonly Park[];
  readonly mode: string;
  readonly flow: string;
  readonly asOf: string | undefined;
  readonly measure: Measure;
  readonly nameOf: (dimension: CodeName['dimension'], code: string) => string;
  /** Why something else is shown than was asked for. */
  readonly changed: { readonly period?: string; readonly park?: string; readonly cell?: string };
}

export const framePaths = (asOf?: string) => ({
  releases: asOf ? `releases?asOf=${encodeURIComponent(asOf)}` : 'releases',
  parks: 'parks',
  codes: 'codes?dimension=partner,chapter',
});

/** The months, parks and names; undefined where nothing was released by then. */
export async function loadFrame(view: ViewWith<CellKey>): Promise<Frame | undefined> {
  const paths = framePaths(view.asOf);
  const [releases, parks, codes] = await Promise.all([
    ask<List<Release>>(paths.releases),
    ask<List<Park>>(paths.parks),
    ask<List<CodeName>>(paths.codes),
  ]);
  const all = [...new Set(releases.rows.map(({ period }) => period))];
  // A copy carries the newest month.
  const periods = fromFolder ? all.slice(0, 1) : all;
  const period = periods.find((one) => one === view.period) ?? periods[0];
  const release = releases.rows.find((one) => one.period === period && one.current);
  if (!period || !release) return undefined;
  const park = parks.rows.some(({ park_id }) => park_id === view.park) ? view.park : total;
  const names = new Map(codes.rows.map((one) => [`${one.dimension} ${one.code}`, one[view.language]]));
  const { language, unit, asOf } = view;
  const cell = cellOf(view);
  return {
    ...{ language, unit, asOf, period, periods, release, park, parks: parks.rows },
    ...cell,
    releases: releases.rows,
    measure: view.measure in measures ? (view.measure as Measure) : 'value',
    nameOf: (dimension, code) => names.get(`${dimension} ${code}`) ?? code,
    changed: {
      ...(view.period && view.period !== period ? { period: view.period } : {}),
      ...(view.park !== park ? { park: view.park } : {}),
      ...(cell.mode !== view.mode || cell.flow !== view.flow ? { cell: `${view.mode} ${view.flow}` } : {}),
    },
  };
}

/** The cell asked for, if there is such a one: and in a copy, one of those that it carries. */
function cellOf({ mode, flow }: ViewWith<CellKey>): { mode: string; flow: string } {
  const isKnown = (mode === total || mode in customsModes) && isPossibleCell(mode, flow);
  if (!isKnown) return { mode: total, flow: total };
  return fromFolder && mode !== total ? { mode, flow: total } : { mode, flow };
}

/** The cell and vintage as a path spells them. */
export function besideOf({ park, mode, flow, asOf }: Pick<Frame, 'park' | 'mode' | 'flow' | 'asOf'>): Beside {
  return { park, mode, flow, asOf };
}

/** The cells that a copy carries of the whole city: one of the modes, or one of the flows. */
export const bakedCells: readonly { readonly mode: string; readonly flow: string }[] = [
  { mode: total, flow: total },
  { mode: total, flow: 'import' },
  { mode: total, flow: 'export' },
  ...Object.keys(customsModes).map((mode) => ({ mode, flow: total })),
];
