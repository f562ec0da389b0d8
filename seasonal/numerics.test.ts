import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backward, choleskyOfToeplitz, forward } from './banded.ts';
import { leastSquares } from './least-squares.ts';
import { at } from './moving-averages.ts';
import { minimise } from './nelder-mead.ts';

describe('the simplex', () => {
  test('finds the bottom of Rosenbrock’s valley', () => {
    const [x = 0, y = 0] = minimise(([a = 0, b = 0]) => (1 - a) ** 2 + 100 * (b - a * a) ** 2, [-1.2, 1]);
    expect(Math.abs(x - 1)).toBeLessThan(1e-5);
    expect(Math.abs(y - 1)).toBeLessThan(1e-5);
  });

  test('keeps out of what is forbidden', () => {
    const [x = 0] = minimise(
      ([a = 0, b = 0]) => (a > 0.5 ? Number.POSITIVE_INFINITY : (a - 2) ** 2 + b * b),
      [0, 0.3],
    );
    expect(x).toBeLessThanOrEqual(0.5);
    expect(x).toBeGreaterThan(0.4999);
  });
});

test('a banded factor solves what it was made of', () => {
  const [diagonals, size] = [[3, -1, 0.5], 9];
  const lower = choleskyOfToeplitz(diagonals, size);
  const wanted = Array.from({ length: size }, (_, index) => index - 3.5);
  const product = wanted.map((_, row) =>
    wanted.reduce((sum, value, column) => sum + (diagonals[Math.abs(row - column)] ?? 0) * value, 0),
  );
  const found = backward(lower, forward(lower, product));
  expect(Math.max(...found.map((value, row) => Math.abs(value - at(wanted, row))))).toBeLessThan(1e-12);
});

test('least squares find the coefficients that made the values', () => {
  const coefficient = fc.integer({ min: -50, max: 50 });
  fc.assert(
    fc.property(fc.tuple(coefficient, coefficient, coefficient), (made) => {
      const columns = [0, 1, 2].map((power) =>
        Array.from({ length: 12 }, (_, row) => ((row - 5) / 4) ** power),
      );
      const values = columns[0]?.map((_, row) =>
        made.reduce((sum, one, place) => sum + one * at(columns[place] ?? [], row), 0),
      );
      const fit = leastSquares(values ?? [], columns);
      for (const [place, one] of made.entries()) expect(at(fit.coefficients, place)).toBeCloseTo(one, 9);
      expect(fit.squares).toBeLessThan(1e-18);
    }),
    { endOnFailure: true },
  );
});

test('the error of a mean is one over the number of values', () => {
  // Mean of 1, 2, 3, 6 is 3; squares around it 4 + 1 + 0 + 9.
  const fit = leastSquares([1, 2, 3, 6], [[1, 1, 1, 1]]);
  expect(fit).toEqual({ coefficients: [3], spread: [[0.25]], residuals: [-2, -1, 0, 3], squares: 14 });
});
