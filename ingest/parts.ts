import { rm, stat } from 'node:fs/promises';
import { openArchive } from './archive.ts';
import { type FileProblem, inspectBytes, transcode } from './bytes.ts';
import { detectMember } from './format.ts';
import { readJson } from './json.ts';
import { readOldWorkbook } from './old-workbook.ts';
import type { Format, Part, ReadLimits } from './reader.ts';
import { Stop } from './stop.ts';
import { delimiterOf, readText } from './text-part.ts';
import { readWorkbook } from './workbook/workbook.ts';

/** A file that holds tables. */
export interface TableFile {
  readonly path: string;
  readonly bytes: number;
  /** Begins the names of copies that are made of it. */
  readonly copy: string;
  readonly limits: ReadLimits;
}

export type TableFormat = Exclude<Format, 'ceb' | 'zip'>;

const readers: Readonly<
  Record<TableFormat, (file: TableFile) => Promise<FileProblem | AsyncIterable<Part>>>
> = {
  csv: textParts,
  json: ({ path, limits }) => readJson(path, limits),
  ndjson: ({ path, limits }) => readJson(path, limits),
  xlsx: ({ path, limits }) => readWorkbook(path, limits),
  xls: ({ path, limits }) => readOldWorkbook(path, 'xls', limits),
  html: ({ path, limits }) => readOldWorkbook(path, 'html', limits),
};

/** The parts of a file that holds tables: its sheets, its records. */
export async function partsOf(
  format: TableFormat,
  file: TableFile,
): Promise<FileProblem | AsyncIterable<Part>> {
  return readers[format](file);
}

async function textParts({
  path,
  bytes,
  copy,
  limits,
}: TableFile): Promise<FileProblem | AsyncIterable<Part>> {
  const facts = await inspectBytes(path, bytes, limits.maxLineBytes);
  if ('id' in facts) return facts;
  const isUtf8 = facts.encoding.startsWith('utf-8');
  const problem = isUtf8 ? undefined : await transcode(path, facts.encoding, copy);
  return problem ?? onlyPart(isUtf8 ? path : copy, limits);
}

/** A UTF-8 text as the one part of its file. */
export async function* onlyPart(path: string, limits: ReadLimits): AsyncGenerator<Part> {
  yield readText(path, await delimiterOf(path), limits);
}

/** The parts of all members of an archive, in the order of their names. Throws Stop. */
export async function* partsOfArchive({ path, copy, limits }: TableFile): AsyncGenerator<Part> {
  const archive = orStop(await openArchive(path, limits));
  try {
    for (const [at, member] of archive.members.entries()) {
      const own = `${copy}.${at}`;
      const problem = await member.copyTo(own);
      if (problem) throw new Stop(problem.id, problem.value);
      const bytes = (await stat(own)).size;
      const format = orStop(await detectMember(own, bytes, member.name));
      if (format === 'ceb' || format === 'zip') throw new Stop('archive_mixed', member.name);
      const parts = orStop(await partsOf(format, { path: own, bytes, copy: `${own}.text`, limits }));
      for await (const part of parts)
        yield { ...part, name: part.name === null ? member.name : `${member.name} › ${part.name}` };
      await rm(own);
    }
  } finally {
    archive.close();
  }
}

function orStop<T>(found: T | FileProblem): T {
  if (isProblem(found)) throw new Stop(found.id, found.value);
  return found;
}

function isProblem(found: unknown): found is FileProblem {
  return typeof found === 'object' && found !== null && 'id' in found;
}
