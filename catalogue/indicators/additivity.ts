/** What the indicators of a family have in common. Value and lines add up over everything, months too. */
export const additive = {
  park: 'sum',
  mode: 'sum',
  flow: 'sum',
  partner: 'sum',
  chapter: 'sum',
  section: 'sum',
  district: 'sum',
  transport: 'sum',
  kind: 'sum',
  time: 'sum',
} as const;

/** Numbers that are counted once: they are given by mode and flow, and stand in one month. */
export const distinct = {
  park: 'recompute',
  mode: 'sum',
  flow: 'sum',
  partner: 'recompute',
  chapter: 'recompute',
  section: 'recompute',
  district: 'recompute',
  transport: 'recompute',
  kind: 'recompute',
  time: 'sum',
} as const;

/** Ratios, indices, averages, and counts of tenants. */
export const recomputed = {
  park: 'recompute',
  mode: 'recompute',
  flow: 'recompute',
  partner: 'none',
  chapter: 'none',
  section: 'none',
  district: 'none',
  transport: 'none',
  kind: 'none',
  time: 'none',
} as const;

export const everything = [
  'park',
  'mode',
  'flow',
  'partner',
  'chapter',
  'section',
  'district',
  'transport',
  'kind',
] as const;
export const trade = ['park', 'mode', 'flow'] as const;
export const since = '2000-01';
