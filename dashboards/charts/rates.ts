import { toPoint } from '../../catalogue/number.ts';
import type { Row } from '../answers.ts';
import { percent, periodName } from '../figures.ts';
import { type ChartOptions, colours, textWidth } from './frame.ts';
import { monthsOf } from './line.ts';
import { type Axes, monthAxes } from './month-axes.ts';
import { linePath, shape, sheet } from './svg.ts';

/** A rate between nothing and all, month by month. */
export interface RateLine {
  readonly key: string;
  readonly label: string;
  readonly rows: readonly Row[];
}

const looks = [
  { stroke: colours.accent, dash: undefined, fill: colours.accent },
  { stroke: 'var(--warn, #9a3412)', dash: '4,3', fill: colours.surface },
] as const;
type Look = (typeof looks)[number];

const height = 210;

/** Two rates at most: one solid with full dots, one dashed with hollow ones, named above. */
export function ratesChart(lines: readonly RateLine[], description: string, options: ChartOptions): Element {
  const { width, document } = options;
  const known = lines.flatMap(({ rows }) =>
    rows.flatMap(({ value }) => (value === null ? [] : [toPoint(value)])),
  );
  const bottom = Math.max(0, Math.floor((Math.min(1, ...known) - 0.05) * 10) / 10);
  const axes = monthAxes(
    {
      months: monthsOf(lines.flatMap(({ rows }) => rows)),
      height,
      margin: { top: 34, right: 8, bottom: 38, left: 52 },
      domain: [bottom, 1],
      ticks: [bottom, (bottom + 1) / 2, 1],
      write: (tick) => percent(String(tick)),
    },
    options,
  );
  return sheet(
    document,
    { width, height, label: description },
    ...axes.parts,
    ...lines.flatMap((line, at) => lineOf(line, looks[at] ?? looks[0], axes, options)),
    ...legend(lines, document),
  );
}

function lineOf({ label, rows }: RateLine, look: Look, axes: Axes, { document, language }: ChartOptions) {
  const points = rows.map(({ period, value }) => ({
    x: axes.x(period),
    y: value === null ? Number.NaN : axes.y(toPoint(value)),
  }));
  const between = language === 'zh' ? '：' : ': ';
  const dots = rows.map(({ period, value }, at) =>
    value === null
      ? undefined
      : dot(document, look, {
          cx: points[at]?.x,
          cy: points[at]?.y,
          'aria-label': `${label} ${periodName(period, language)}${between}${percent(value)}`,
        }),
  );
  const path = { d: linePath(points), fill: 'none', stroke: look.stroke, 'stroke-width': 1.8 };
  return [
    shape(document, 'path', { ...path, 'stroke-dasharray': look.dash }),
    shape(document, 'g', {}, ...dots),
  ];
}

function dot(document: Document, { fill, stroke }: Look, attributes: object): SVGElement {
  return shape(document, 'circle', { r: 3, fill, stroke, 'stroke-width': 1.5, ...attributes });
}

function legend(lines: readonly RateLine[], document: Document): SVGElement[] {
  let left = 6;
  return lines.flatMap(({ label }, at) => {
    const x = left;
    left += textWidth(label, 12) + 44;
    return [
      dot(document, looks[at] ?? looks[0], { cx: x, cy: 12 }),
      shape(document, 'text', { x: x + 10, y: 16, fill: colours.ink }, label),
    ];
  });
}
