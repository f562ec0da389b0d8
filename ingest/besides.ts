import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type Archive, type Member, openArchive } from './archive.ts';
import { readHead } from './bytes.ts';
import type { Format, ReadLimits } from './reader.ts';
import { orProblem } from './stop.ts';
import { maskedName } from './tables/plain.ts';

/** Of a workbook: remarks stand under their authors' names, and pictures, macros and other files cannot be looked into. */
const unseen =
  /(^|\/)((threaded)?comments\d*[./]|persons?\/|media\/|embeddings\/|customxml\/|vbaproject|activex)/i;
/** What the reader of a workbook reads, or what has no words in it. */
const readElsewhere =
  /^(\[content_types\]\.xml|xl\/(workbook|styles|calcchain|sharedstrings)\.xml|xl\/(worksheets|theme)\/[^/]+|.*_rels\/.*)$/i;
const overlap = 64;

/**
 * Whether persons may stand where no reader looks: in a workbook's remarks and properties, in text around the tables of a
 * page, in what systems put into archives. Such bytes are not kept; the copy in our own form is.
 */
export async function holdsPersonsBesides(
  path: string,
  format: Format,
  limits: ReadLimits,
  scratch: string,
): Promise<boolean> {
  if (format === 'html' || (format === 'xls' && (await isMarkup(path))))
    return namesPersons(createReadStream(path));
  if (format !== 'xlsx' && format !== 'zip') return false;
  const archive = await openArchive(path, limits);
  if ('id' in archive) return true;
  try {
    const found = await orProblem(() =>
      format === 'zip' ? inMembers(archive, limits, scratch) : inParts(archive),
    );
    return found !== false;
  } finally {
    archive.close();
  }
}

/** A workbook in XML; what a binary one hides, no reader sees. */
async function isMarkup(path: string): Promise<boolean> {
  const head = await readHead(path, 64);
  return head.includes('<');
}

async function inParts({ members, ignored }: Archive): Promise<boolean> {
  if (ignored.length > 0 || members.some(({ name }) => unseen.test(name))) return true;
  for (const member of members)
    if (!readElsewhere.test(member.name) && (await namesPersons(member.chunks()))) return true;
  return false;
}

/** Workbooks in an archive are known by what their bytes begin with. */
async function inMembers(
  { members, ignored }: Archive,
  limits: ReadLimits,
  scratch: string,
): Promise<boolean> {
  if (ignored.length > 0) return true;
  for (const member of members) {
    const format = await formatOf(member);
    if (format === null) continue;
    try {
      if (await member.copyTo(scratch)) return true;
      if (await holdsPersonsBesides(scratch, format, limits, scratch)) return true;
    } finally {
      await rm(scratch, { force: true });
    }
  }
  return false;
}

async function formatOf(member: Member): Promise<'xlsx' | 'html' | null> {
  for await (const chunk of member.chunks())
    return chunk.subarray(0, 2).toString('latin1') === 'PK' ? 'xlsx' : chunk.includes('<') ? 'html' : null;
  return null;
}

async function namesPersons(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  let before = '';
  for await (const chunk of chunks) {
    const text = before + chunk.toString('utf8');
    if (maskedName(text) !== text) return true;
    before = text.slice(-overlap);
  }
  return false;
}
