import { toPoint } from '../../catalogue/number.ts';
import { unitName } from '../figures.ts';
import type { RankedRow } from '../standing-answers.ts';
import { type ChartOptions, colours, point, textWidth } from './frame.ts';
import { columnHeads, figureOf, type Measure, type Part, partSentence } from './part.ts';
import { shape, sheet } from './svg.ts';

export interface LedgerOptions extends ChartOptions {
  /** What the bars are as long as; the figures beside them are all shown. */
  readonly measure: Measure;
  /** The key of the one part that is meant; the others step back. */
  readonly highlight?: string | undefined;
  /** Ranks stand before the names. */
  readonly ranked?: boolean;
  /** The columns of figures, from left to right. */
  readonly columns?: readonly Measure[];
}

export const ledgerColours = {
  up: colours.accent,
  down: 'var(--warn, #9a3412)',
} as const;

const rowHeight = { wide: 28, narrow: 38 } as const;
const headHeight = 24;
const columnWidth = 74;
/** Rates beyond this are drawn no longer: one part that grew tenfold would hide all others. */
const longestRate = 1.5;

export function ledgerHeight(parts: readonly Part[], width: number): number {
  return parts.length * rowHeight[isNarrow(width) ? 'narrow' : 'wide'] + headHeight;
}

function isNarrow(width: number): boolean {
  return width < 520;
}

interface Layout {
  readonly narrow: boolean;
  readonly height: number;
  /** Where bars begin and end. */
  readonly left: number;
  readonly right: number;
  readonly columns: readonly Measure[];
}

/** Parts one below the other: name, bar and figures in columns. Bars of rates leave a line in both directions. */
export function ledgerChart(parts: readonly Part[], description: string, options: LedgerOptions): Element {
  const { width, document } = options;
  const layout = layoutOf(parts, options);
  const lengths = parts.map((part) => lengthOf(part, options));
  const low = Math.min(0, ...lengths.map((x) => x || 0));
  const high = Math.max(0, ...lengths.map((x) => x || 0)) || 1;
  const x = (length: number) => layout.left + ((length - low) / (high - low)) * (layout.right - layout.left);
  const height = ledgerHeight(parts, width);
  return sheet(
    document,
    { width, height, label: description },
    ...heads(layout, options),
    shape(
      document,
      'g',
      { 'font-size': 13 },
      ...parts.flatMap((part, at) => [
        ...bars(part, lengths[at] ?? Number.NaN, headHeight + at * layout.height, x, layout, options),
        ...writing(part, headHeight + at * layout.height, layout, parts, options),
      ]),
    ),
    low < 0 &&
      shape(document, 'line', { x1: x(0), x2: x(0), y1: headHeight, y2: height, stroke: colours.muted }),
  );
}

function layoutOf(parts: readonly Part[], options: LedgerOptions): Layout {
  const { width, measure, columns = ['value', 'share', 'growth'] } = options;
  const narrow = isNarrow(width);
  const shown = narrow ? columns.filter((column) => column !== 'share' || measure === 'share') : columns;
  return {
    narrow,
    columns: shown,
    height: rowHeight[narrow ? 'narrow' : 'wide'],
    left: narrow ? 1 : nameWidth(parts, options) + 4,
    right: narrow ? width - 1 : width - shown.length * columnWidth - 4,
  };
}

/** The track, and the bar on it, which is what is pointed at and read. */
function bars(
  part: Part,
  length: number,
  top: number,
  x: (length: number) => number,
  { narrow, left, right }: Layout,
  options: LedgerOptions,
): (SVGElement | undefined)[] {
  const { document } = options;
  const at = narrow ? { y: top + 22, height: 8 } : { y: top + 7, height: 14 };
  const [from, to] = [x(Math.min(0, length)), x(Math.max(0, length))];
  return [
    shape(document, 'rect', { x: left, width: right - left, ...at, fill: colours.track }),
    Number.isNaN(length)
      ? undefined
      : shape(document, 'rect', {
          x: from,
          width: Math.max(0.5, to - from),
          ...at,
          rx: 1.5,
          fill: fillOf(part, length, options),
          'aria-label': partSentence(part, options),
        }),
  ];
}

function lengthOf({ row }: Part, { measure, unit }: LedgerOptions): number {
  if (measure === 'value') return point(row?.value, unit);
  const ratio = row?.[measure];
  if (ratio == null) return Number.NaN;
  const length = toPoint(ratio);
  return measure === 'share' ? length : Math.max(-1, Math.min(longestRate, length));
}

function fillOf({ key, isHead }: Part, length: number, { highlight, measure }: LedgerOptions): string {
  if (measure === 'growth' || measure === 'contribution')
    return length < 0 ? ledgerColours.down : ledgerColours.up;
  // Sums, and what is nobody by name, step back.
  if (isHead || key.startsWith('_') || (highlight !== undefined && key !== highlight)) return colours.quiet;
  return colours.accent;
}

const indent = 14;

function rankWidth({ ranked }: LedgerOptions): number {
  return ranked ? 26 : 0;
}

/** As wide as the longest name, but never so wide that the bars have no room. */
function nameWidth(parts: readonly Part[], options: LedgerOptions): number {
  const widest = Math.max(0, ...parts.map(({ label }) => textWidth(label, 13)));
  return Math.min(widest + indent + 12 + rankWidth(options), options.width * 0.38);
}

/** Rank, name and figures of a part. */
function writing(
  part: Part,
  top: number,
  layout: Layout,
  parts: readonly Part[],
  options: LedgerOptions,
): SVGElement[] {
  const { document, ranked, width } = options;
  const y = top + (layout.narrow ? 16 : 18.5);
  const inset = part.isHead || !parts.some(({ isHead }) => isHead) ? 0 : indent;
  const start = rankWidth(options) + inset;
  const room = (layout.narrow ? width * 0.55 : layout.left - 12) - start;
  const rank = (part.row as Partial<RankedRow> | undefined)?.rank;
  const figure = { 'text-anchor': 'end', 'font-variant-numeric': 'tabular-nums' };
  return [
    ...(ranked && rank != null
      ? [shape(document, 'text', { x: 18, y, ...figure, fill: colours.muted }, String(rank))]
      : []),
    shape(
      document,
      'text',
      { x: start, y, 'font-weight': part.isHead ? 600 : undefined },
      shortened(part.label, room),
    ),
    ...layout.columns.map((column, at) =>
      shape(
        document,
        'text',
        {
          x: columnEnd(at, layout, width),
          y,
          ...figure,
          'font-weight': column === options.measure ? 600 : undefined,
        },
        figureOf(part, column, options.unit),
      ),
    ),
  ];
}

/** Where a column of figures ends. */
function columnEnd(at: number, { columns, narrow }: Layout, width: number): number {
  return width - 2 - (columns.length - 1 - at) * (narrow ? columnWidth - 6 : columnWidth);
}

/** The names of the columns; that of what the bars show stands out. */
function heads(layout: Layout, { document, unit, language, measure, width }: LedgerOptions): SVGElement[] {
  return layout.columns.map((column, at) =>
    shape(
      document,
      'text',
      {
        x: columnEnd(at, layout, width),
        y: 12,
        'text-anchor': 'end',
        fill: column === measure ? colours.ink : colours.muted,
        'font-weight': column === measure ? 600 : undefined,
      },
      column === 'value' ? unitName(unit, language) : columnHeads[column][language],
    ),
  );
}

/** As much of a label as fits, with an ellipsis for the rest. */
export function shortened(label: string, room: number): string {
  if (textWidth(label, 13) <= room) return label;
  const left = [...label];
  while (left.length > 1 && textWidth(`${left.join('')}…`, 13) > room) left.pop();
  return `${left.join('').trimEnd()}…`;
}
