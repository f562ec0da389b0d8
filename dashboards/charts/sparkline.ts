import { periodsBetween } from '../../catalogue/period.ts';
import type { Row } from '../answers.ts';
import { say } from '../text.ts';
import { type ChartOptions, colours, point } from './frame.ts';
import { dot, lineY, plot } from './plot.ts';

/** One series as a small line without axes, its last value marked. */
export function sparkline(
  rows: readonly Row[],
  { width, height, language, unit, document }: ChartOptions & { height: number },
): Element {
  const byPeriod = new Map(rows.map((row) => [row.period, row]));
  const periods = [...byPeriod.keys()].sort();
  const [first, last] = [periods[0], periods.at(-1)];
  const months = first && last ? periodsBetween(first, last) : [];
  const points = months.map((period) => ({ period, y: point(byPeriod.get(period)?.value, unit) }));
  return plot({
    document,
    width,
    height,
    margin: 4,
    style: { overflow: 'visible' },
    ariaLabel: say('sparkline', language, { months: months.length }),
    x: { type: 'point', domain: months, axis: null },
    y: { axis: null, zero: true },
    marks: [
      lineY(points, { x: 'period', y: 'y', stroke: colours.accent, strokeWidth: 1.5 }),
      dot(points.slice(-1), { x: 'period', y: 'y', r: 2.5, fill: colours.accent }),
    ],
  });
}
