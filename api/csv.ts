import type { SeriesRow } from '../warehouse/series.ts';

/** Columns of a series in every format, in this order. */
export const seriesColumns = [
  'indicator',
  'park',
  'mode',
  'flow',
  'partner',
  'chapter',
  'period',
  'value',
  'status',
  'reason',
  'coverage',
  'release',
] as const satisfies readonly (keyof SeriesRow)[];

const byteOrderMark = '\uFEFF';

/** RFC 4180; an empty cell is null. */
export function seriesCsv(rows: readonly SeriesRow[], bom: boolean): string {
  const lines = rows.map((row) => seriesColumns.map((column) => cell(row[column])).join(','));
  return `${bom ? byteOrderMark : ''}${[seriesColumns.join(','), ...lines].join('\r\n')}\r\n`;
}

function cell(value: string | null): string {
  if (value === null) return '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
