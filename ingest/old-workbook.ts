import { stat } from 'node:fs/promises';
import type { FileProblem } from './bytes.ts';
import { readBinary } from './old-workbook/binary.ts';
import { readHtml } from './old-workbook/html.ts';
import type { Part, ReadLimits } from './reader.ts';

/** Such files are read as a whole; Excel 97 to 2003 has at most 65,536 rows in a sheet. */
const mostBytes = 30 << 20;

/** The tables of an .xls or .et, or of a web page that was saved as one. */
export async function readOldWorkbook(
  path: string,
  format: 'xls' | 'html',
  limits: ReadLimits,
): Promise<FileProblem | AsyncIterable<Part>> {
  if (format === 'html') return readHtml(path, limits);
  const { size } = await stat(path);
  if (size > mostBytes) return { id: 'workbook_old', value: `> ${mostBytes >> 20} MB` };
  return readBinary(path, limits);
}
