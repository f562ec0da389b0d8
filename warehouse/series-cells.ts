import type { Point } from '../catalogue/comparison.ts';
import {
  alwaysTold,
  type Detail,
  type Dimension,
  details,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
} from '../catalogue/indicators.ts';
import { isPossibleCell, total } from '../catalogue/mode.ts';
import { round } from '../catalogue/number.ts';

/** Codes asked for in a dimension; `*` is every code that the vintage has, the total included. */
export type Selection = readonly string[] | '*';
/** A dimension that is not named is asked for in total. */
export type Select = Readonly<Partial<Record<Dimension, Selection>>>;
export type Cell = Readonly<Record<Dimension, string>>;

const noDetail = Object.fromEntries(details.map((detail) => [detail, total])) as Record<Detail, string>;

/** The cell without its detail, which a sparse cell is read against. */
export function parentOf(cell: Cell): Cell {
  return { ...cell, ...noDetail };
}

export function keyOf(cell: Cell): string {
  return dimensions.map((dimension) => cell[dimension]).join('|');
}

/** The codes of a cell that its rows tell. */
export function toldOf(cell: Cell, select: Select): Cell {
  const told = dimensions.filter(
    (dimension) =>
      select[dimension] !== undefined || (alwaysTold as readonly Dimension[]).includes(dimension),
  );
  return Object.fromEntries(told.map((dimension) => [dimension, cell[dimension]])) as unknown as Cell;
}

/** The cells that the query names, and for `*` those that the vintage has and the total, in code order with totals first. */
export function selectedCells(select: Select, keys: Iterable<string>): Cell[] {
  const found = new Map<string, Cell>();
  for (const key of keys) {
    const codes = key.split('|');
    const cell = Object.fromEntries(
      dimensions.map((dimension, at) => [dimension, codes[at] as string]),
    ) as unknown as Cell;
    if (dimensions.every((dimension) => isSelected(select[dimension], cell[dimension]))) found.set(key, cell);
  }
  const named = Object.fromEntries(
    dimensions.map((dimension) => [
      dimension,
      select[dimension] === '*' ? [total] : (select[dimension] ?? [total]),
    ]),
  ) as Record<Dimension, readonly string[]>;
  for (const cell of product(named)) found.set(keyOf(cell), cell);
  return [...found].sort(([a], [b]) => (order(a) < order(b) ? -1 : 1)).map(([, cell]) => cell);
}

/** True where a code is asked for. */
export function isSelected(codes: Selection = [total], code: string): boolean {
  return codes === '*' || codes.includes(code);
}

function order(key: string): string {
  return key.replaceAll(total, ' ');
}

function product(select: Record<Dimension, readonly string[]>): Cell[] {
  return dimensions.reduce<Partial<Cell>[]>(
    (cells, dimension) =>
      cells.flatMap((cell) => select[dimension].map((code) => ({ ...cell, [dimension]: code }))),
    [{}],
  ) as Cell[];
}

/** A cell that its month's release does not hold: not possible, a measured zero below a measured parent, or missing. */
export function absent(id: IndicatorId, cell: Cell, parent: Point | undefined, release: string): Point {
  const { modes, unit } = indicators[id] as Indicator;
  if (!isPossibleCell(cell.mode, cell.flow, modes))
    return { value: null, status: 'z', reason: 'NOT_APPLICABLE', coverage: null, release };
  const sums = unit === 'CNY' || unit === 'USD' || unit === 'declarations' || unit === 'lines';
  if (sums && parent?.value != null) return { ...parent, value: round('0', indicators[id].decimals) };
  // The grid of a release is complete: a park that is not in it did not exist.
  return {
    value: null,
    status: 'x',
    reason: parent ? 'MISSING' : 'NO_BASE',
    coverage: parent?.coverage ?? null,
    release,
  };
}
