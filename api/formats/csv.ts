import { type SeriesContent, seriesColumns, spansOf, toldDimensions } from './columns.ts';

const byteOrderMark = '\uFEFF';

/** RFC 4180; an empty cell is null. */
export function seriesCsv(content: SeriesContent, bom: boolean): string {
  return `${bom ? byteOrderMark : ''}${csvHeader(content)}${csvRows(content)}`;
}

export function csvHeader({ named }: Pick<SeriesContent, 'named'>): string {
  return `${seriesColumns(named).join(',')}\r\n`;
}

/** The rows without their header. What a cell's rows share is written once. */
export function csvRows(content: SeriesContent): string {
  const { table, named } = content;
  const dimensions = toldDimensions(named);
  let text = '';
  for (const { cell, from, to } of spansOf(content)) {
    const codes = dimensions.map((dimension) => field(cell.told[dimension] ?? ''));
    const start = [table.indicator, ...codes].join(',');
    for (let month = from; month < to; month++) {
      const point = cell.points[month];
      if (point)
        text += `${start},${table.months[month]},${point.value ?? ''},${point.status},${point.reason ?? ''},${point.coverage ?? ''},${point.release ?? ''}\r\n`;
    }
  }
  return text;
}

function field(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
