import type { Values } from './moving-averages.ts';

/** A lower triangular matrix with elements near the diagonal only: (i, i − k) stands at `cells[i · (width + 1) + k]`. */
export interface Banded {
  readonly size: number;
  readonly width: number;
  readonly cells: Float64Array;
}

const cell = ({ cells, width }: Banded, row: number, away: number) =>
  cells[row * (width + 1) + away] as number;

/** Cholesky's factor of a symmetric matrix whose elements depend on the distance from the diagonal alone. */
export function choleskyOfToeplitz(diagonals: Values, size: number): Banded {
  const width = diagonals.length - 1;
  const cells = new Float64Array(size * (width + 1));
  for (let row = 0; row < size; row++) {
    const own = row * (width + 1);
    const reach = Math.min(width, row);
    for (let away = reach; away >= 0; away--) {
      const above = (row - away) * (width + 1);
      let left = diagonals[away] as number;
      for (let k = away + 1; k <= reach; k++)
        left -= (cells[own + k] as number) * (cells[above + k - away] as number);
      cells[own + away] = away === 0 ? Math.sqrt(left) : left / (cells[above] as number);
    }
  }
  return { size, width, cells };
}

/** The logarithm of the determinant of L·Lᵀ. */
export function logDeterminant(lower: Banded): number {
  let sum = 0;
  for (let row = 0; row < lower.size; row++) sum += Math.log(cell(lower, row, 0));
  return 2 * sum;
}

/** x of L·x = values. */
export function forward(lower: Banded, values: Values): number[] {
  const found = new Array<number>(lower.size);
  for (let row = 0; row < lower.size; row++) {
    let left = values[row] as number;
    const reach = Math.min(lower.width, row);
    for (let away = 1; away <= reach; away++) left -= cell(lower, row, away) * (found[row - away] as number);
    found[row] = left / cell(lower, row, 0);
  }
  return found;
}

/** x of Lᵀ·x = values. */
export function backward(lower: Banded, values: Values): number[] {
  const found = [...values];
  for (let row = lower.size - 1; row >= 0; row--) {
    const own = (found[row] as number) / cell(lower, row, 0);
    found[row] = own;
    const reach = Math.min(lower.width, row);
    for (let away = 1; away <= reach; away++)
      found[row - away] = (found[row - away] as number) - cell(lower, row, away) * own;
  }
  return found;
}
