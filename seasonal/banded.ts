import { at, type Values } from './moving-averages.ts';

/** Lower triangle of a banded matrix by rows: `rows[i][k]` is the element (i, i − k). */
export type Banded = readonly Values[];

/** Cholesky's factor of a symmetric matrix whose elements depend on the distance from the diagonal alone. */
export function choleskyOfToeplitz(diagonals: Values, size: number): number[][] {
  const width = diagonals.length - 1;
  const rows: number[][] = [];
  for (let row = 0; row < size; row++) {
    const own = new Array<number>(width + 1).fill(0);
    for (let away = Math.min(width, row); away >= 0; away--) {
      const above = rows[row - away] ?? own;
      let left = at(diagonals, away);
      for (let k = away + 1; k <= Math.min(width, row); k++) left -= (own[k] ?? 0) * (above[k - away] ?? 0);
      own[away] = away === 0 ? Math.sqrt(left) : left / (above[0] ?? 1);
    }
    rows.push(own);
  }
  return rows;
}

/** x of L·x = values. */
export function forward(lower: Banded, values: Values): number[] {
  const found: number[] = [];
  for (const [row, own] of lower.entries()) {
    let left = at(values, row);
    for (let away = 1; away < own.length && away <= row; away++)
      left -= at(own, away) * at(found, row - away);
    found.push(left / at(own, 0));
  }
  return found;
}

/** x of Lᵀ·x = values. */
export function backward(lower: Banded, values: Values): number[] {
  const found = [...values];
  for (let row = lower.length - 1; row >= 0; row--) {
    const own = lower[row] ?? [];
    found[row] = at(found, row) / at(own, 0);
    for (let away = 1; away < own.length && away <= row; away++)
      found[row - away] = at(found, row - away) - at(own, away) * at(found, row);
  }
  return found;
}
