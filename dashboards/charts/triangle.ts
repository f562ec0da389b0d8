import { type Decimal, round, toPoint } from '../../catalogue/number.ts';
import { type ChartOptions, colours } from './frame.ts';
import { shape, sheet } from './svg.ts';

/** A month's value as it was known so many months later. */
export interface TriangleCell {
  /** In per cent of the first value, or in points; null where it is the first itself or cannot be told. */
  readonly revision: Decimal | null;
  /** Whether a release of that month changed it. */
  readonly isRelease: boolean;
  readonly label: string;
}

export interface Triangle {
  readonly columns: readonly string[];
  /** Undefined where the time has not come yet. */
  readonly rows: readonly { readonly name: string; readonly cells: readonly (TriangleCell | undefined)[] }[];
}

export interface TriangleOptions extends ChartOptions {
  readonly description: string;
  /** Head of the columns: months after the month itself. */
  readonly head: string;
}

const rowHeight = 22;
const top = 44;
const nameWidth = 76;

/** Months downwards, time to the right: how far each value had moved from its first by then. */
export function triangleChart({ columns, rows }: Triangle, options: TriangleOptions): Element {
  const { width, document, description, head } = options;
  const cellWidth = Math.min(84, (width - nameWidth) / Math.max(1, columns.length));
  const height = top + rows.length * rowHeight + 2;
  const largest = Math.max(
    0,
    ...rows.flatMap(({ cells }) => cells.map((cell) => Math.abs(toPoint(cell?.revision ?? '0')))),
  );
  const muted = { fill: colours.muted, 'text-anchor': 'middle' };
  const heads = columns.map((name, at) =>
    shape(document, 'text', { x: nameWidth + (at + 0.5) * cellWidth, y: top - 8, ...muted }, name),
  );
  const lines = rows.flatMap(({ name, cells }, row) => [
    shape(document, 'text', { x: 0, y: top + row * rowHeight + 15 }, name),
    ...cells.flatMap((cell, at) =>
      cell
        ? [
            cellOf(
              cell,
              { x: nameWidth + at * cellWidth, y: top + row * rowHeight, cellWidth, largest },
              document,
            ),
          ]
        : [],
    ),
  ]);
  return sheet(
    document,
    { width, height, label: description },
    shape(document, 'text', { x: nameWidth, y: 14, fill: colours.muted }, head),
    ...heads,
    ...lines,
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly cellWidth: number;
  readonly largest: number;
}

function cellOf({ revision, isRelease, label }: TriangleCell, place: Place, document: Document): SVGElement {
  const { x, y, cellWidth, largest } = place;
  const size = revision === null ? 0 : toPoint(revision);
  const fill = size < 0 ? 'var(--warn, #9a3412)' : colours.accent;
  const tint =
    size === 0 ? { fill: colours.track } : { fill, 'fill-opacity': 0.1 + (0.3 * Math.abs(size)) / largest };
  const text = isRelease && revision !== null ? signed(revision, cellWidth < 46 ? 1 : 2) : '';
  return shape(
    document,
    'g',
    { transform: `translate(${x.toFixed(1)},${y})` },
    shape(document, 'rect', {
      ...{ x: 1, y: 1, width: cellWidth - 2, height: rowHeight - 2, rx: 1 },
      ...tint,
      'aria-label': label,
    }),
    shape(
      document,
      'text',
      {
        ...{ x: cellWidth / 2, y: 15, 'text-anchor': 'middle', 'font-size': 11, 'pointer-events': 'none' },
        'font-variant-numeric': 'tabular-nums',
      },
      text,
    ),
  );
}

/** `+1.06`, `−0.11`, `0.00`. */
export function signed(value: Decimal, decimals: number): string {
  const text = round(value, decimals).replace('-', '−');
  return toPoint(value) > 0 && Number(text) !== 0 ? `+${text}` : text;
}
