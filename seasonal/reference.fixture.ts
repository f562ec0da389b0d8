import { readFileSync } from 'node:fs';

/** A table of reference results: columns by name, NaN where there is no value (`NA`, −999). */
export function readReference(name: string): { periods: string[]; columns: Record<string, number[]> } {
  const text = readFileSync(new URL(`../fixtures/seasonal/${name}.csv`, import.meta.url), 'utf8');
  const [head = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const columns = Object.fromEntries(
    head.slice(1).map((column, at) => [column, rows.map((row) => measured(row[at + 1]))]),
  );
  return { periods: rows.map(([period]) => period ?? ''), columns };
}

function measured(text = 'NA'): number {
  return text === 'NA' || text === '-999' ? Number.NaN : Number(text);
}

/** The values of a column that are there, in order. */
export function present(values: readonly number[] = []): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

/** Largest deviation of a table from its reference, relative to the value or, where that is small, to a scale. */
export function deviation(found: readonly number[], expected: readonly number[], scale: number): number {
  return expected.reduce((worst, value, at) => {
    if (Number.isNaN(value)) return worst;
    const own = Math.abs((found[at] ?? Number.NaN) - value) / Math.max(Math.abs(value), scale);
    return Number.isNaN(own) ? Number.POSITIVE_INFINITY : Math.max(worst, own);
  }, 0);
}
