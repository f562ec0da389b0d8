import type { Decimal } from '../../catalogue/number.ts';
import { formatPercent, toPoint } from '../../catalogue/number.ts';
import { type ChartOptions, colours, textWidth } from './frame.ts';
import { cut } from './multiples.ts';
import { shape, sheet } from './svg.ts';

/** A part with what its bar shows: its contribution to the growth of the whole, or its value where parts do not add up. */
export interface Contribution {
  readonly key: string;
  readonly name: string;
  readonly bar: Decimal | null;
  /** What stands beside the bar. */
  readonly figure: string;
  /** Stands at the right: the part's own growth. */
  readonly beside: string;
  /** `total` stands below a rule, `rest` is what no part has. */
  readonly kind: 'part' | 'rest' | 'total';
  readonly label: string;
}

export interface ContributionOptions extends ChartOptions {
  readonly description: string;
  /** Heads of the columns of figures: contribution or value, own growth. */
  readonly heads: readonly [string, string];
}

const rowHeight = 30;
const head = 26;

/** `+1.24` percentage points. */
export function points(value: Decimal | null): string {
  if (value === null) return '—';
  const text = formatPercent(value, 2).replace('-', '−');
  return toPoint(value) > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Bars to the left and right of nothing, in the order given, with their figures as text. */
export function contributionsChart(rows: readonly Contribution[], options: ContributionOptions): Element {
  const { width, document, description, heads } = options;
  const nameWidth = Math.min(width * 0.3, Math.max(60, ...rows.map(({ name }) => textWidth(name, 13) + 12)));
  const figures = { own: width, points: width - 76 };
  const [left, right] = [nameWidth, width - 148];
  const values = rows.map(({ bar }) => (bar === null ? 0 : toPoint(bar)));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const at = (value: number) => left + ((value - low) / (high - low || 1)) * (right - left);
  const height = head + rows.length * rowHeight + 4;
  const column = (x: number, text: string, y: number, extra: object = {}) =>
    shape(
      document,
      'text',
      { x, y, 'text-anchor': 'end', 'font-variant-numeric': 'tabular-nums', ...extra },
      text,
    );
  const drawn = rows.map((row, index) =>
    shape(
      document,
      'g',
      {},
      ...bar(row, head + index * rowHeight, { at, nameWidth, width, document }),
      column(figures.points, row.figure, head + index * rowHeight + 20, { 'font-weight': 600 }),
      column(figures.own, row.beside, head + index * rowHeight + 20),
    ),
  );
  const zero = at(0);
  return sheet(
    document,
    { width, height, label: description },
    column(figures.points, heads[0], 14, { fill: colours.muted }),
    column(figures.own, heads[1], 14, { fill: colours.muted }),
    ...drawn,
    shape(document, 'line', { x1: zero, x2: zero, y1: head, y2: height - 4, stroke: colours.muted }),
  );
}

interface Place {
  readonly at: (value: number) => number;
  readonly nameWidth: number;
  readonly width: number;
  readonly document: Document;
}

function bar(row: Contribution, y: number, { at, nameWidth, width, document }: Place): SVGElement[] {
  const value = row.bar === null ? 0 : toPoint(row.bar);
  const [from, to] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
  const isTotal = row.kind === 'total';
  const fill = isTotal ? colours.ink : value < 0 ? 'var(--warn, #9a3412)' : colours.accent;
  const rule =
    isTotal && shape(document, 'line', { x1: 0, x2: width, y1: y + 1, y2: y + 1, stroke: colours.line });
  const name = { x: 0, y: y + 20, 'font-size': 13, 'font-weight': isTotal ? 600 : 400 };
  const quiet = row.kind === 'rest' && { fill: colours.muted };
  return [
    ...(rule ? [rule] : []),
    shape(document, 'text', { ...name, ...quiet }, cut(row.name, nameWidth - 8)),
    shape(document, 'rect', {
      ...{ x: from, y: y + 8, width: row.bar === null ? 0 : Math.max(1, to - from), height: rowHeight - 14 },
      ...{ fill, rx: 1.5, 'aria-label': row.label },
      ...(row.kind === 'rest'
        ? { 'fill-opacity': 0.35, stroke: colours.muted, 'stroke-dasharray': '2,2' }
        : {}),
    }),
  ];
}
