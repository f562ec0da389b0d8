import { at, type Values } from './moving-averages.ts';

export interface Fit {
  readonly coefficients: number[];
  /** (XᵀX)⁻¹. */
  readonly spread: number[][];
  readonly residuals: number[];
  readonly squares: number;
}

function dot(a: Values, b: Values): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

/** Ordinary least squares of `values` on `columns`, by Cholesky's factor of XᵀX. */
export function leastSquares(values: Values, columns: readonly Values[]): Fit {
  const lower = cholesky(columns.map((a) => columns.map((b) => dot(a, b))));
  const coefficients = solve(
    lower,
    columns.map((column) => dot(column, values)),
  );
  const spread = columns.map((_, place) =>
    solve(
      lower,
      columns.map((_, index) => (index === place ? 1 : 0)),
    ),
  );
  const residuals = values.map((value, row) =>
    coefficients.reduce((left, beta, place) => left - beta * at(columns[place] ?? [], row), value),
  );
  return { coefficients, spread, residuals, squares: dot(residuals, residuals) };
}

function cholesky(matrix: readonly Values[]): number[][] {
  const lower: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const own: number[] = [];
    for (let column = 0; column <= row; column++) {
      const above = column === row ? own : (lower[column] ?? []);
      const left = at(values, column) - dot(own.slice(0, column), above.slice(0, column));
      own.push(column === row ? Math.sqrt(left) : left / at(above, column));
    }
    lower.push(own);
  }
  return lower;
}

function solve(lower: readonly Values[], values: Values): number[] {
  const found: number[] = [];
  for (const [row, own] of lower.entries())
    found.push((at(values, row) - dot(own.slice(0, row), found)) / at(own, row));
  for (let row = lower.length - 1; row >= 0; row--) {
    const below = lower
      .slice(row + 1)
      .reduce((sum, own, index) => sum + at(own, row) * at(found, row + 1 + index), 0);
    found[row] = (at(found, row) - below) / at(lower[row] ?? [], row);
  }
  return found;
}
