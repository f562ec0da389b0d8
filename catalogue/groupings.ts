import type { Dimension } from './indicators.ts';
import { parkTypes } from './mode.ts';
import { partnerPlaces, regions } from './partner-places.ts';
import type { Message } from './refusal.ts';

interface Grouping extends Message {
  /** The dimension whose codes are grouped; each code is in one group, so groups add up to the whole. */
  readonly of: Dimension;
  readonly groups: Readonly<Record<string, Message>>;
}

/** Groups of codes for which no cell is published: they are added up when they are read. */
export const groupings = {
  park_type: { of: 'park', zh: '园区类型', en: 'Type of park', groups: parkTypes },
  region: { of: 'partner', zh: '洲别', en: 'Part of the world', groups: regions },
} as const satisfies Record<string, Grouping>;
export type GroupingId = keyof typeof groupings;
export const groupingIds = Object.keys(groupings) as GroupingId[];

/** The members of a grouping's groups, in the catalogue's order; types of parks stand in the registry. */
export function groupsOf(
  id: GroupingId,
  parks: readonly { readonly park_id: string; readonly type: string }[],
): ReadonlyMap<string, readonly string[]> {
  const members =
    id === 'region'
      ? partnerPlaces.map(({ code, region }) => ({ group: region as string, code }))
      : parks.map(({ type, park_id }) => ({ group: type, code: park_id }));
  const groups = Map.groupBy(members, ({ group }) => group);
  const order = Object.keys(groupings[id].groups).filter((group) => groups.has(group));
  return new Map(order.map((group) => [group, (groups.get(group) ?? []).map(({ code }) => code)]));
}
