import { partnerPlaces } from '../../catalogue/partner-places.ts';
import type { List, Series } from '../answers.ts';
import { ask } from '../ask.ts';
import type { PlacedPart } from '../charts/partner-map.ts';
import { besideOf, type CellKey, cellOwn, type Frame, loadFrame } from '../standing/load.ts';
import type { GroupRow, Ranking, WholeRow } from '../standing-answers.ts';
import type { ViewWith } from '../view.ts';
import { viewPaths } from './queries.ts';

/** The page's own parameters: the cell, and the partner that is looked at. */
export const own = { ...cellOwn, partner: '' } as const;
export type Key = CellKey | 'partner';

export interface Loaded extends Frame {
  readonly paths: ReturnType<typeof viewPaths>;
  /** In order of rank; the unknown last. */
  readonly partners: readonly PlacedPart[];
  readonly whole: WholeRow | undefined;
  readonly regions: readonly GroupRow[];
  readonly concentration: Series;
}

const placeOf = new Map(partnerPlaces.map((one) => [one.code, one]));

export function regionOf(code: string) {
  return placeOf.get(code)?.region ?? 'other';
}

export async function load(view: ViewWith<Key>): Promise<Loaded | undefined> {
  const frame = await loadFrame(view);
  if (!frame) return undefined;
  const paths = viewPaths(frame.period, besideOf(frame));
  const [ranking, regions, concentration] = await Promise.all([
    ask<Ranking>(paths.ranking),
    ask<List<GroupRow>>(paths.regions),
    ask<Series>(paths.concentration),
  ]);
  const partners = ranking.rows.map((row) => ({
    key: row.partner,
    label: frame.nameOf('partner', row.partner),
    row,
    place: placeOf.get(row.partner)?.place ?? null,
  }));
  return { ...frame, paths, partners, whole: ranking.totals[0], regions: regions.rows, concentration };
}
