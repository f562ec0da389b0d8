import type { Row } from '../answers.ts';
import { amount, growth, noValue, unitName } from '../figures.ts';
import { say } from '../text.ts';
import { type ChartOptions, chartStyle, colours, point, textWidth } from './frame.ts';
import { barX, plot, text } from './plot.ts';

/** One bar: what it stands for, its value and, where there is one, its growth on the same month of last year. */
export interface Bar {
  readonly key: string;
  readonly label: string;
  /** Bars of one group stand together under its name; bars without stand alone. */
  readonly group?: string;
  readonly value: Row | undefined;
  readonly growth: Row | undefined;
}

export interface BarOptions extends ChartOptions {
  /** The key of the one bar that is meant; the others step back. */
  readonly highlight?: string | undefined;
}

export const lineHeight = 34;
const headHeight = 26;
const growthColumn = 68;
const valueColumn = 76;

/** A row of the drawing: a group's name, or a bar with its label above it. */
type Line = { readonly key: string; readonly heading: string } | (Bar & { readonly heading?: undefined });

function linesOf(bars: readonly Bar[]): Line[] {
  const groups = Map.groupBy(bars, (bar) => bar.group ?? '');
  return [...groups].flatMap(([group, members]): Line[] =>
    group ? [{ key: `group ${group}`, heading: group }, ...members] : members,
  );
}

/** Thin bars under their names, with value and growth in columns at the right, in the order given. */
export function barsChart(bars: readonly Bar[], description: string, options: BarOptions): Element {
  const { width, language, unit, document, highlight } = options;
  const lines = linesOf(bars);
  const drawn = bars.map((bar) => ({ ...bar, x: point(bar.value?.value, unit) }));
  const longest = Math.max(0, ...drawn.map(({ x }) => x || 0)) || 1;
  const meant = (bar: Bar) => bar.key === highlight;
  const fill = (bar: Bar) => (highlight === undefined || meant(bar) ? colours.accent : colours.quiet);
  const thin = { y: 'key', insetTop: 21, insetBottom: 7, rx: 1.5 } as const;

  return plot({
    document,
    width,
    height: lines.length * lineHeight + headHeight,
    margin: 0,
    marginTop: headHeight,
    style: { ...chartStyle, fontSize: '13px' },
    ariaLabel: description,
    x: { domain: [0, longest], axis: null },
    y: { type: 'band', domain: lines.map((line) => line.key), padding: 0, axis: null },
    marks: [
      barX(drawn, { ...thin, x: () => longest, fill: colours.track }),
      barX(drawn, { ...thin, x: 'x', fill, filter: ({ x }: { x: number }) => x > 0 }),
      text(lines, { ...above, dy: 5, text: 'heading', fill: colours.muted, fontSize: 12 }),
      names(drawn, options, { filter: (bar) => !meant(bar), fontWeight: 400 }),
      names(drawn, options, { filter: meant, fontWeight: 700 }),
      column(drawn, unitName(unit, language), growthColumn, (bar) => valueText(bar, options), 600),
      column(drawn, say('sameMonthShort', language), 0, growthText, 400),
    ],
  });
}

/** Text of a line stands above its bar. */
const above = { y: 'key', dy: -7, frameAnchor: 'left', fill: colours.ink } as const;

function names(
  bars: readonly Bar[],
  { width }: BarOptions,
  which: { filter: (bar: Bar) => boolean; fontWeight: number },
) {
  const room = width - growthColumn - valueColumn;
  return text(bars, { ...above, ...which, text: (bar: Bar) => shortened(bar.label, room) });
}

/** A column of figures that ends `right` pixels before the edge, under its name. */
function column(
  bars: readonly Bar[],
  name: string,
  right: number,
  figure: (bar: Bar) => string,
  fontWeight: number,
) {
  const end = { textAnchor: 'end', dx: -right } as const;
  return [
    text([name], { ...end, frameAnchor: 'top-right', dy: -19, fill: colours.muted, fontSize: 12 }),
    text(bars, {
      ...above,
      ...end,
      frameAnchor: 'right',
      text: figure,
      fontWeight,
      fontVariant: 'tabular-nums',
    }),
  ];
}

function valueText({ value }: Bar, { unit }: BarOptions): string {
  return value?.value == null ? noValue : amount(value.value, unit);
}

function growthText(bar: Bar): string {
  return bar.growth?.value == null ? noValue : growth(bar.growth.value);
}

/** As much of a label as fits, with an ellipsis for the rest. */
function shortened(label: string, room: number): string {
  if (textWidth(label, 13) <= room) return label;
  const left = [...label];
  while (left.length > 1 && textWidth(`${left.join('')}…`, 13) > room) left.pop();
  return `${left.join('').trimEnd()}…`;
}
