import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { type Cell, isSelected, type Select } from './series-cells.ts';

/** A dimension that a query names, with the codes there are, totals first. */
interface Axis {
  readonly dimension: Dimension;
  readonly codes: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** How far apart the numbers of two cells are that differ by one code of this axis. */
  readonly step: number;
}

/** Numbers cells so that their order is that of their codes, one dimension after the other, totals first. */
export interface Grid {
  readonly axes: readonly Axis[];
}

export const dimensionsOf = (select: Select): Dimension[] =>
  dimensions.filter((dimension) => select[dimension] !== undefined);

/** `found` are the codes that the vintage has. A total is always among them: parts are read against their wholes. */
export function gridOf(select: Select, found: ReadonlyMap<Dimension, Iterable<string>>): Grid {
  const axes: Axis[] = [];
  let step = 1;
  for (const dimension of dimensionsOf(select).toReversed()) {
    const asked = select[dimension] ?? '*';
    const known = new Set([...(found.get(dimension) ?? []), ...(asked === '*' ? [] : asked)]);
    known.delete(total);
    const codes = [total, ...[...known].sort()];
    axes.unshift({ dimension, codes, step, places: new Map(codes.map((code, at) => [code, at])) });
    step *= codes.length;
  }
  return { axes };
}

/** The number of a cell; NaN for one with a code that the grid does not have. */
export function numberOf({ axes }: Grid, cell: Cell): number {
  return axes.reduce(
    (sum, { dimension, places, step }) => sum + (places.get(cell[dimension]) ?? Number.NaN) * step,
    0,
  );
}

const totals = Object.fromEntries(dimensions.map((dimension) => [dimension, total])) as Cell;

export function cellOf({ axes }: Grid, number: number): Cell {
  const cell: Record<Dimension, string> = { ...totals };
  let rest = number;
  for (const { dimension, codes, step } of axes) {
    cell[dimension] = codes[Math.floor(rest / step)] as string;
    rest %= step;
  }
  return cell;
}

/** The cells that the query names, and for `*` those that the vintage has and the total, in order. */
export function selectedCells(grid: Grid, select: Select, found: Iterable<number>): Cell[] {
  const chosen = grid.axes.map(({ dimension, codes }) =>
    codes.map((code) => isSelected(select[dimension], code)),
  );
  const isChosen = (number: number) => {
    let rest = number;
    for (const [at, { step }] of grid.axes.entries()) {
      if (!chosen[at]?.[Math.floor(rest / step)]) return false;
      rest %= step;
    }
    return true;
  };
  const numbers = new Set<number>();
  for (const number of found) if (isChosen(number)) numbers.add(number);
  for (const number of namedNumbers(grid, select)) numbers.add(number);
  return [...Float64Array.from(numbers).sort()].map((number) => cellOf(grid, number));
}

/** What the query names is told whether the vintage has it or not; of `*`, the total. */
function namedNumbers({ axes }: Grid, select: Select): number[] {
  return axes.reduce<number[]>(
    (numbers, { dimension, places, step }) => {
      const asked = select[dimension] ?? '*';
      const named = asked === '*' ? [total] : asked;
      return numbers.flatMap((number) => named.map((code) => number + (places.get(code) ?? 0) * step));
    },
    [0],
  );
}
