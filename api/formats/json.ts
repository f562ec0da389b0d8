import { type SeriesContent, spansOf, toldDimensions } from './columns.ts';

/**
 * The rows of an answer as JSON, between brackets that are not written. Written by hand: a general serialiser takes ten
 * times as long for a hundred thousand rows. Codes are escaped; periods, values, statuses, reasons and releases need it not.
 */
export function jsonRows(content: SeriesContent): string {
  const { table, named } = content;
  const dimensions = toldDimensions(named);
  let text = '';
  for (const { cell, from, to } of spansOf(content)) {
    const codes = dimensions.map(
      (dimension) => `"${dimension}":${JSON.stringify(cell.told[dimension] ?? null)}`,
    );
    const start = `{"indicator":"${table.indicator}",${codes.join(',')},"period":"`;
    for (let month = from; month < to; month++) {
      const point = cell.points[month];
      if (!point) continue;
      const rest = `","value":${quoted(point.value)},"status":"${point.status}","reason":${quoted(point.reason)},"coverage":${quoted(point.coverage)},"release":${quoted(point.release)}}`;
      text += `${text ? ',' : ''}${start}${table.months[month]}${rest}`;
    }
  }
  return text;
}

function quoted(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}
