import type { Decimal } from '../../catalogue/number.ts';
import { toPoint } from '../../catalogue/number.ts';
import { type ChartOptions, colours } from './frame.ts';
import { cut } from './multiples.ts';
import { linePath, shape, sheet } from './svg.ts';

export interface MatrixCell {
  /** What is read at the cell; unique in the drawing. */
  readonly label: string;
  readonly figure: string;
  readonly beside: string;
  /** What colours it, a growth ratio; null has no colour. */
  readonly growth: Decimal | null;
  /** The last months, on a scale of the cell's own. */
  readonly months: readonly number[];
}

export interface Matrix {
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly MatrixCell[];
    readonly isTotal: boolean;
  }[];
}

export interface MatrixOptions extends ChartOptions {
  readonly description: string;
}

const rowHeight = 58;
const head = 24;
const narrowest = 104;

/** Parks by modes: figure and growth as text, growth as a tint, the last months as a small line. */
export function matrixChart({ columns, rows }: Matrix, options: MatrixOptions): Element {
  const { document, description } = options;
  const nameWidth = Math.min(190, options.width * 0.2);
  const width = Math.max(options.width, nameWidth + columns.length * narrowest);
  const cellWidth = (width - nameWidth) / Math.max(1, columns.length);
  const height = head + rows.length * rowHeight;
  const heads = columns.map((name, at) =>
    shape(
      document,
      'text',
      { x: nameWidth + (at + 0.5) * cellWidth, y: 15, 'text-anchor': 'middle', fill: colours.muted },
      cut(name, cellWidth - 4),
    ),
  );
  const lines = rows.flatMap(({ name, cells, isTotal }, row) => {
    const y = head + row * rowHeight;
    const weight = { 'font-size': 13, 'font-weight': isTotal ? 600 : 400 };
    return [
      shape(document, 'text', { x: 0, y: y + rowHeight / 2 + 4, ...weight }, cut(name, nameWidth - 8)),
      ...cells.map((cell, at) =>
        cellOf(cell, { x: nameWidth + at * cellWidth, y, width: cellWidth }, document),
      ),
    ];
  });
  return sheet(document, { width, height, label: description }, ...heads, ...lines);
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function cellOf(cell: MatrixCell, { x, y, width }: Place, document: Document): SVGElement {
  const middle = width / 2;
  return shape(
    document,
    'g',
    { transform: `translate(${x.toFixed(1)},${y})` },
    shape(document, 'rect', {
      ...{ x: 1.5, y: 1.5, width: width - 3, height: rowHeight - 3, rx: 2 },
      ...tint(cell.growth),
      'aria-label': cell.label,
    }),
    shape(
      document,
      'text',
      { x: middle, y: 17, 'text-anchor': 'middle', 'font-weight': 600, 'pointer-events': 'none' },
      cell.figure,
    ),
    shape(
      document,
      'text',
      { x: middle, y: 31, 'text-anchor': 'middle', 'font-size': 11, 'pointer-events': 'none' },
      cell.beside,
    ),
    ...sparkOf(cell.months, width, document),
  );
}

/** Four steps of growth and of decline; the figures say the same, so nothing hangs on the colour. */
function tint(growth: Decimal | null): Record<string, string | number> {
  if (growth === null) return { fill: colours.track, 'fill-opacity': 0.6 };
  const size = Math.abs(toPoint(growth));
  const opacity = [0.05, 0.15, 0.3].filter((limit) => size >= limit).length * 0.08 + 0.07;
  return { fill: toPoint(growth) < 0 ? 'var(--warn, #9a3412)' : colours.accent, 'fill-opacity': opacity };
}

function sparkOf(months: readonly number[], width: number, document: Document): SVGElement[] {
  const known = months.filter((value) => !Number.isNaN(value));
  if (known.length < 2) return [];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const [left, top, height] = [10, 37, 13];
  const places = months.map((value, at) => ({
    x: left + ((width - 2 * left) * at) / (months.length - 1),
    y: top + height - ((value - low) / (high - low || 1)) * height,
  }));
  const last = places.findLast(({ y }) => !Number.isNaN(y));
  const line = { fill: 'none', stroke: colours.ink, 'stroke-opacity': 0.65, 'pointer-events': 'none' };
  return [
    shape(document, 'path', { d: linePath(places), ...line }),
    ...(last
      ? [
          shape(document, 'circle', {
            cx: last.x,
            cy: last.y,
            r: 1.75,
            fill: colours.ink,
            'pointer-events': 'none',
          }),
        ]
      : []),
  ];
}
