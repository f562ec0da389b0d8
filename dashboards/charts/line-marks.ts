import type { Period } from '../../catalogue/period.ts';
import { colours } from './frame.ts';
import type { Lines } from './line-shape.ts';
import type { Measure } from './measure.ts';
import { dot, lineY, ruleX, text } from './plot.ts';

/** The room that the lines have, and what of the scale it shows. */
export interface Scale {
  readonly width: number;
  readonly height: number;
  readonly domain: readonly [number, number];
}

export function shading({ shaded, months }: Lines, { width }: Scale) {
  if (!shaded?.months.length) return null;
  const step = width / (months.length + 0.6);
  return [
    ruleX(shaded.months, { stroke: colours.track, strokeWidth: Math.max(3, step * 0.86) }),
    step > 9
      ? text(shaded.months, {
          x: (period: Period) => period,
          frameAnchor: 'top',
          dy: 11,
          text: () => shaded.name,
          fill: colours.muted,
          fontSize: 11,
        })
      : null,
  ];
}

export function history({ firsts = [] }: Lines, measure: Measure) {
  const known = firsts.map((first) => ({ ...first, y: measure.point(first.value) }));
  return [
    lineY(known, { x: 'period', y: 'y', stroke: colours.muted, strokeOpacity: 0.6, strokeWidth: 1 }),
    dot(
      known.filter(({ isRevised, y }) => isRevised && !Number.isNaN(y)),
      { x: 'period', y: 'y', r: 3.5, stroke: colours.muted, fill: colours.surface, strokeWidth: 1.25 },
    ),
  ];
}

export function whiskers({ expected = [] }: Lines, measure: Measure, { height, domain }: Scale) {
  // Caps are drawn as short wide rules: however narrow the range is, it shows.
  const cap = ((domain[1] - domain[0]) / height) * 1.5;
  const ends = expected.map(({ low, high, ...rest }) => ({
    ...rest,
    y1: measure.point(low),
    y2: measure.point(high),
  }));
  const place = { x: 'period', y1: 'y1', y2: 'y2' } as const;
  return [
    ruleX(ends, { ...place, stroke: colours.muted, strokeWidth: 9, strokeOpacity: 0.3 }),
    ruleX(ends, { ...place, stroke: colours.ink, strokeWidth: 1.5 }),
    (['y1', 'y2'] as const).map((y) =>
      ruleX(ends, {
        x: 'period',
        y1: y,
        y2: (end: { y1: number; y2: number }) => end[y] + cap,
        stroke: colours.ink,
        strokeWidth: 11,
      }),
    ),
  ];
}

export function noteMarks({ notes = [] }: Lines, top: number) {
  return [
    dot(notes, { x: 'period', y: () => top, r: 7, fill: colours.surface, stroke: colours.ink }),
    text(notes, { x: 'period', y: () => top, text: 'number', fill: colours.ink, fontSize: 10 }),
  ];
}
