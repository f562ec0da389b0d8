import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { editPairs } from './hidiroglou-berthelot.ts';

const rowsOf = (name: string) =>
  readFileSync(new URL(`../fixtures/reference/${name}.csv`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

test('the edit is that of the reference', () => {
  // The reference leaves units out that have nothing in one of the months.
  const pairs = rowsOf('hb_input')
    .map(([, before, after]) => ({ before: Number(before), after: Number(after) }))
    .filter(({ before, after }) => before > 0 && after > 0);
  const scored = editPairs(pairs, { outlierBound: 7 });
  const expected = rowsOf('hb_result');
  expect(expected).toHaveLength(58);
  expect(scored.map(({ isOutlier }) => (isOutlier ? '1' : '0'))).toEqual(expected.map((row) => row[6]));
  expect(expected.filter((row) => row[6] === '1').length).toBeGreaterThan(0);
  for (const [at, row] of expected.entries())
    expect(Math.abs((scored[at]?.score ?? Number.NaN) - Number(row[5]))).toBeLessThan(1e-9);
});

test('where all change alike none stands out, and of nothing nothing is said', () => {
  const alike = Array.from({ length: 9 }, () => ({ before: 10, after: 20 }));
  const scored = editPairs([...alike, { before: 10, after: 2000 }], { outlierBound: 7 });
  expect(scored.some(({ isOutlier }) => isOutlier)).toBe(false);
  expect(editPairs([], { outlierBound: 7 })).toEqual([]);
});
