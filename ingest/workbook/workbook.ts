import { openArchive } from '../archive.ts';
import type { FileProblem } from '../bytes.ts';
import type { Concealed, Part, ReadLimits } from '../reader.ts';
import { orProblem } from '../stop.ts';
import { type Outline, readOutline } from './outline.ts';
import { readSheet } from './sheet.ts';

/** The sheets of a workbook, to be read one after the other, once. Reading throws Stop where a sheet is no good. */
export interface Workbook extends AsyncIterable<Part> {
  readonly hasMacros: boolean;
}

/** Opens an .xlsx or .xlsm; its sheets are read as they are asked for. */
export async function readWorkbook(path: string, limits: ReadLimits): Promise<FileProblem | Workbook> {
  const archive = await openArchive(path, limits);
  if ('id' in archive) return archive;
  const outline = await orProblem(() => readOutline(archive, limits)).catch((error) => {
    archive.close();
    throw error;
  });
  if ('id' in outline) {
    archive.close();
    return outline;
  }
  async function* parts() {
    try {
      yield* partsOf(outline as Outline, limits);
    } finally {
      if (archive && 'close' in archive) archive.close();
    }
  }
  return { hasMacros: outline.hasMacros, [Symbol.asyncIterator]: parts };
}

function* partsOf(outline: Outline, limits: ReadLimits): Generator<Part> {
  for (const sheet of outline.sheets) {
    const concealed: Concealed = { rows: 0, columns: [] };
    const rows = readSheet(sheet, outline, limits, concealed);
    yield { name: sheet.name, hidden: sheet.hidden, dateSystem: outline.dateSystem, rows, concealed };
  }
}
