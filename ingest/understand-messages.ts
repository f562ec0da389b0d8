import { createReadStream } from 'node:fs';
import { withDuckDB } from '../engine/duckdb.ts';
import { openArchive } from './archive.ts';
import type { FileProblem } from './bytes.ts';
import { detectText } from './format.ts';
import { type Member, type MessageFile, readMessages } from './messages/read.ts';
import type { TableFile } from './parts.ts';
import type { IngestSettings } from './settings.ts';
import { orProblem, Stop } from './stop.ts';

/** Reads customs messages into records; persons' data never leaves the parser. */
export async function understandMessages(
  format: 'ceb' | 'zip',
  file: TableFile,
  { duck: settings, dataDir }: Pick<IngestSettings, 'duck' | 'dataDir'>,
): Promise<FileProblem | MessageFile> {
  const folders = [...settings.folders, dataDir];
  return orProblem(() =>
    withDuckDB({ ...settings, folders }, (duck) =>
      readMessages(duck, format === 'ceb' ? onlyMember(file.path) : membersOf(file), {
        limits: file.limits,
        target: `${file.copy}.messages`,
      }),
    ),
  );
}

async function* onlyMember(path: string): AsyncGenerator<Member> {
  yield { name: null, chunks: createReadStream(path, { highWaterMark: 64 << 10 }) };
}

async function* membersOf({ path, limits }: TableFile): AsyncGenerator<Member> {
  const archive = await openArchive(path, limits);
  if ('id' in archive) throw new Stop(archive.id, archive.value);
  try {
    for (const member of archive.members)
      yield { name: member.name, chunks: messagesOnly(member.name, member.chunks()) };
  } finally {
    archive.close();
  }
}

/** An archive of messages in which something else lies is no archive of messages. */
async function* messagesOnly(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && !isMessage(chunk)) throw new Stop('archive_mixed', name);
    isFirst = false;
    yield chunk;
  }
}

function isMessage(head: Buffer): boolean {
  const format = detectText(head.subarray(0, 1 << 16), false);
  return format === 'ceb' || (typeof format === 'object' && format.id === 'xml_unknown');
}

/** Whether the first member of an archive is a customs message. */
export async function holdsMessages(file: TableFile): Promise<FileProblem | boolean> {
  return orProblem(async () => {
    const archive = await openArchive(file.path, file.limits);
    if ('id' in archive) throw new Stop(archive.id, archive.value);
    try {
      for await (const chunk of archive.members[0]?.chunks() ?? []) return isMessage(chunk);
      return false;
    } finally {
      archive.close();
    }
  });
}
