const byteOrderMark = '\uFEFF';

/** Rows of texts under the names of their columns, as RFC 4180; an empty cell is null. */
export function tableCsv(
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  bom: boolean,
): string {
  const lines = [names, ...rows].map((row) => row.map((value) => field(value ?? '')).join(','));
  return `${bom ? byteOrderMark : ''}${lines.join('\r\n')}\r\n`;
}

function field(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
