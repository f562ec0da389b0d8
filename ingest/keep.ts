import { open } from 'node:fs/promises';
import { holdsPersonsBesides } from './besides.ts';
import type { UnderstoodFile } from './candidate.ts';
import { type Cleansing, cleanseText, cleansingOf, cleansingOfCopy, holdsPersons } from './cleanse.ts';
import type { ReadLimits } from './reader.ts';
import { maskedName } from './tables/plain.ts';

/**
 * Puts a judged file's bytes to rest: as they came, or, where persons' numbers stand in them, a text without these, or the
 * copy in our own form in place of a workbook.
 */
export async function keep(
  { landing, understood, copy }: UnderstoodFile,
  mayHidePersons: boolean,
  limits: ReadLimits,
): Promise<'as_received' | 'cleansed'> {
  if (landing === null) return 'as_received';
  const { format, cells, encoding, ignoredColumns, personal } = understood;
  if (!cells.layout.canonical && encoding !== null) {
    const cleansing = cleansingOf(cells.layout, encoding);
    const isSuspect = ignoredColumns.length > 0 || mayHidePersons;
    if (!isSuspect || !(await holdsPersons(landing.temporary, cleansing))) return (await landing.keep()).kept;
    await cleanseText(landing.temporary, cleansing, `${copy}.cleansed`);
    return (await landing.keep({ cleansed: `${copy}.cleansed` })).kept;
  }
  const header = await headerOf(cells.path);
  const cleansing = cleansingOfCopy(header);
  const isNamed = ignoredColumns.some((name) => maskedName(name) !== name);
  const isSuspect =
    personal ||
    isNamed ||
    (await holdsPersons(cells.path, withoutFirst(cleansing, header))) ||
    (await holdsPersonsBesides(landing.temporary, format, limits, `${copy}.besides`));
  if (!isSuspect) return (await landing.keep()).kept;
  await cleanseText(cells.path, cleansing, `${copy}.kept`);
  return (await landing.keep({ canonicalCopy: `${copy}.kept` })).kept;
}

/** The first cell says again what stands in a column of its own, often a declaration's number. */
function withoutFirst(cleansing: Cleansing, header: readonly string[]): Cleansing {
  const treatments = cleansing.treatments.map((one, at) => (header[at] === 'first_cell' ? 'keep' : one));
  return { ...cleansing, treatments };
}

async function headerOf(path: string): Promise<string[]> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 13), 0, 1 << 13, 0);
    const [line = ''] = buffer.subarray(0, bytesRead).toString().split('\n');
    return line.split(',').map((cell) => cell.trim().replaceAll('"', ''));
  } finally {
    await handle.close();
  }
}
