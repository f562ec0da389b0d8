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

/** The dimensions whose codes the rows of an answer tell, in their order. */
export function toldDimensions(select: Select): Dimension[] {
  return dimensions.filter(
    (dimension) =>
      select[dimension] !== undefined || (alwaysTold as readonly Dimension[]).includes(dimension),
  );
}

/** True where a code is asked for. */
export function isSelected(codes: Selection = [total], code: string): boolean {
  return codes === '*' || codes.includes(code);
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
