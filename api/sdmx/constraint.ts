import { type Dimension, indicatorIds } from '../../catalogue/indicators.ts';
import type { Period } from '../../catalogue/period.ts';
import type { Dataflow, KeyDimension } from '../../catalogue/sdmx/flows.ts';
import { monthly, transformCodes, unadjusted } from '../../catalogue/sdmx/vocabulary.ts';
import type { Database } from '../../warehouse/database.ts';
import { type Held, heldCodes } from '../../warehouse/held-cells.ts';
import { listReleases } from '../../warehouse/releases.ts';
import type { Codelist } from './codelists.ts';
import { type Key, sdmxCode, selectionOf } from './key.ts';
import { madeOf, readsOf } from './plan.ts';

/** The codes with data in each dimension of a dataflow, in the order of its key and of their lists, and the months. */
export interface Region {
  readonly values: readonly { readonly id: string; readonly codes: readonly string[] }[];
  readonly from: string | null;
  readonly to: string | null;
}

export interface RegionQuery {
  readonly flow: Dataflow;
  readonly key: Key;
  readonly from: Period | null;
  readonly to: Period | null;
  readonly updatedAfter: Date | null;
  /** The dimension whose codes are looked for as if the key named none of it; null = all codes fit the key as it is. */
  readonly open: KeyDimension | null;
}

/** What there is data for, of the current releases. */
export async function readRegion(
  database: Database,
  query: RegionQuery,
  lists: readonly Codelist[],
): Promise<Region> {
  const { flow, open, from, to, updatedAfter } = query;
  const key = open ? query.key.map((codes, at) => (flow.key[at] === open ? null : codes)) : query.key;
  const releases = (await listReleases(database)).filter(
    ({ current, period, published_at }) =>
      current &&
      (from === null || period >= from) &&
      (to === null || period <= to) &&
      (updatedAfter === null || published_at > updatedAfter),
  );
  const held = heldBy(
    flow,
    key,
    releases.map(({ release_key }) => release_key),
  );
  const codes = await heldCodes(database, held);
  const there = new Set(codes.indicator);
  const asked = readsOf(flow, key).filter(({ indicator }) => there.has(madeOf(indicator)));
  const used = (of: KeyDimension['of']): readonly string[] => {
    if (asked.length === 0) return [];
    if (of === 'frequency') return [monthly.id];
    if (of === 'adjustment') return [unadjusted.id];
    if (of === 'indicator') return asked.map(({ indicator }) => indicator);
    if (of === 'transform') return asked.map(({ transform }) => transformCodes[transform]);
    if (of === 'unit') return asked.map(({ told }) => told.unit);
    return codes[of].map((code) => sdmxCode(of, code));
  };
  const values = flow.key.map(({ id, of, codelist }) => ({ id, codes: inOrder(used(of), codelist, lists) }));
  return { values, from: codes.period[0] ?? null, to: codes.period.at(-1) ?? null };
}

function heldBy(flow: Dataflow, key: Key, releaseKeys: readonly number[]): Held {
  const wanted = key[flow.key.findIndex(({ of }) => of === 'indicator')] ?? null;
  const asked = indicatorIds.filter((id) => wanted === null || wanted.includes(id));
  const dimensions = flow.key
    .map(({ of }) => of)
    .filter(
      (of): of is Dimension => !(of in { frequency: 0, indicator: 0, adjustment: 0, transform: 0, unit: 0 }),
    );
  return {
    indicators: [...new Set(asked.map(madeOf))],
    select: Object.fromEntries(dimensions.map((dimension) => [dimension, selectionOf(flow, key, dimension)])),
    releaseKeys,
  };
}

function inOrder(codes: readonly string[], codelist: string, lists: readonly Codelist[]): string[] {
  const set = new Set(codes);
  const list = lists.find(({ id }) => id === codelist)?.codes ?? [];
  return list.map(({ id }) => id).filter((id) => set.has(id));
}
