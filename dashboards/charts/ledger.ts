import { toPoint } from '../../catalogue/number.ts';
import { unitName } from '../figures.ts';
import type { RankedRow } from '../standing-answers.ts';
import { type ChartOptions, chartStyle, colours, point, textWidth } from './frame.ts';
import { columnHeads, figureOf, type Measure, type Part, partSentence } from './part.ts';
import { barX, plot, ruleX, text } from './plot.ts';

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

interface Drawn extends Part {
  readonly x: number;
}

/** Parts one below the other: name, bar and figures in columns. Bars of rates leave a line in both directions. */
export function ledgerChart(parts: readonly Part[], description: string, options: LedgerOptions): Element {
  const { width, document, measure } = options;
  const drawn = parts.map((part): Drawn => ({ ...part, x: lengthOf(part, options) }));
  const narrow = isNarrow(width);
  const { columns = ['value', 'share', 'growth'] } = options;
  const shown = narrow ? columns.filter((column) => column !== 'share' || measure === 'share') : columns;
  const left = narrow ? 0 : nameWidth(parts, options);
  const right = narrow ? 0 : shown.length * columnWidth;
  const lengths = drawn.map(({ x }) => x || 0);
  const domain = [Math.min(0, ...lengths), Math.max(0, ...lengths) || 1];
  const bar = narrow ? { insetTop: 22, insetBottom: 8 } : { insetTop: 7, insetBottom: 7 };
  return plot({
    document,
    width,
    height: ledgerHeight(parts, width),
    margin: 0,
    marginTop: headHeight,
    marginLeft: left,
    marginRight: right,
    style: { ...chartStyle, fontSize: '13px' },
    ariaLabel: description,
    x: { domain, axis: null, inset: narrow ? 1 : 4 },
    y: { type: 'band', domain: parts.map(({ key }) => key), padding: 0, axis: null },
    marks: [
      barX(drawn, { y: 'key', ...bar, x1: () => domain[0], x2: () => domain[1], fill: colours.track }),
      barX(drawn, {
        y: 'key',
        ...bar,
        x: 'x',
        rx: 1.5,
        fill: (part: Drawn) => fillOf(part, options),
        filter: ({ x }: Drawn) => !Number.isNaN(x),
        ariaLabel: (part: Drawn) => partSentence(part, options),
      }),
      (domain[0] ?? 0) < 0 ? ruleX([0], { stroke: colours.muted }) : null,
      ...names(parts, left, narrow, options),
      ...figures(parts, shown, narrow, options),
    ],
  });
}

function lengthOf({ row }: Part, { measure, unit }: LedgerOptions): number {
  if (measure === 'value') return point(row?.value, unit);
  const ratio = row?.[measure];
  if (ratio == null) return Number.NaN;
  const length = toPoint(ratio);
  return measure === 'share' ? length : Math.max(-1, Math.min(longestRate, length));
}

function fillOf({ key, x, isHead }: Drawn, { highlight, measure }: LedgerOptions): string {
  if (measure === 'growth' || measure === 'contribution')
    return x < 0 ? ledgerColours.down : ledgerColours.up;
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

function names(parts: readonly Part[], left: number, narrow: boolean, options: LedgerOptions) {
  const hasHeads = parts.some(({ isHead }) => isHead);
  const start = rankWidth(options);
  const room = (narrow ? options.width * 0.55 : left - 8) - start;
  const at = { y: 'key', frameAnchor: 'left', textAnchor: 'start', dy: narrow ? -8 : 0 } as const;
  const name = (isHead: boolean, inset: number) =>
    text(parts, {
      ...at,
      dx: start + inset - left,
      filter: (part: Part) => (part.isHead ?? false) === isHead,
      text: ({ label }: Part) => shortened(label, room - inset),
      fill: colours.ink,
      fontWeight: isHead ? 600 : 400,
    });
  return [
    options.ranked
      ? text(parts, {
          ...at,
          dx: 18 - left,
          textAnchor: 'end',
          text: ({ row }: Part) => String((row as Partial<RankedRow>)?.rank ?? ''),
          fill: colours.muted,
          fontVariant: 'tabular-nums',
        })
      : null,
    name(true, 0),
    name(false, hasHeads ? indent : 0),
  ];
}

/** Columns of figures at the right, each under its name. */
function figures(
  parts: readonly Part[],
  shown: readonly Measure[],
  narrow: boolean,
  { measure, unit, language, width }: LedgerOptions,
) {
  return shown.flatMap((column, index) => {
    const behind = shown.length - 1 - index;
    const dx = narrow ? -behind * (columnWidth - 6) : (index + 1) * columnWidth - 2;
    const end = { textAnchor: 'end', dx } as const;
    const heading = column === 'value' ? unitName(unit, language) : columnHeads[column][language];
    const chosen = column === measure && width > 0;
    return [
      text([heading], {
        ...end,
        frameAnchor: 'top-right',
        dy: -17,
        fill: chosen ? colours.ink : colours.muted,
        fontWeight: chosen ? 600 : 400,
        fontSize: 12,
      }),
      text(parts, {
        ...end,
        y: 'key',
        dy: narrow ? -8 : 0,
        frameAnchor: 'right',
        text: (part: Part) => figureOf(part, column, unit),
        fill: colours.ink,
        fontWeight: chosen ? 600 : 400,
        fontVariant: 'tabular-nums',
      }),
    ];
  });
}

/** As much of a label as fits, with an ellipsis for the rest. */
export function shortened(label: string, room: number): string {
  if (textWidth(label, 13) <= room) return label;
  const left = [...label];
  while (left.length > 1 && textWidth(`${left.join('')}…`, 13) > room) left.pop();
  return `${left.join('').trimEnd()}…`;
}
