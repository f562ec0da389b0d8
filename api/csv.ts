import { alwaysTold, type Dimension, dimensions } from '../catalogue/indicators.ts';
import type { SeriesRow } from '../warehouse/series.ts';

/** Columns of a series in every format, in this order; a detail that is not always told stands where it is asked for. */
export function seriesColumns(asked: readonly Dimension[] = []): (keyof SeriesRow)[] {
  const told = dimensions.filter(
    (dimension) => (alwaysTold as readonly Dimension[]).includes(dimension) || asked.includes(dimension),
  );
  return ['indicator', ...told, 'period', 'value', 'status', 'reason', 'coverage', 'release'];
}

const byteOrderMark = '\uFEFF';

/** RFC 4180; an empty cell is null. */
export function seriesCsv(
  rows: readonly SeriesRow[],
  bom: boolean,
  asked: readonly Dimension[] = [],
): string {
  const columns = seriesColumns(asked);
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? null)).join(','));
  return `${bom ? byteOrderMark : ''}${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

function cell(value: string | null): string {
  if (value === null) return '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
