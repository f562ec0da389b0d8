import type { Period } from '../../catalogue/period.ts';
import { colours } from './frame.ts';
import { pointerX, ruleX, tip } from './plot.ts';

/** A line at the month under the pointer, and a box with its title; `y` is where the box hangs. */
export function atPointer(
  values: readonly { readonly period: Period; readonly y: number; readonly title: string }[],
) {
  return [
    ruleX(values, pointerX({ x: 'period', stroke: colours.muted, strokeDasharray: '2,3' })),
    tip(
      values,
      pointerX({
        x: 'period',
        y: 'y',
        title: 'title',
        fill: colours.surface,
        stroke: colours.line,
        preferredAnchor: 'top-left',
        fontSize: 12,
        lineHeight: 1.4,
      }),
    ),
  ];
}
