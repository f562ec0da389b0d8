import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { readHead } from './bytes.ts';
import type { Arrival } from './delivery.ts';
import { detectText } from './format.ts';

export interface Bundled {
  readonly arrival: Arrival;
  /** The files that it is made of; one that is no bundle is made of itself. */
  readonly files: readonly Arrival[];
}

const headBytes = 4096;
/** The same files make the same bytes, whenever they are packed. */
const noTime = new Date(Date.UTC(2000, 0, 1));

/**
 * The client of the single window writes a file for every message. Those that wait in one folder are taken in as one
 * delivery, an archive of them: what a message says counts together with all others anyway.
 */
export async function bundleMessages(arrivals: readonly Arrival[], folder: string): Promise<Bundled[]> {
  const alone: Bundled[] = [];
  const messages: Arrival[] = [];
  for (const arrival of arrivals) {
    if (await isMessage(arrival.path)) messages.push(arrival);
    else alone.push({ arrival, files: [arrival] });
  }
  const bundles: Bundled[] = [];
  for (const files of Map.groupBy(messages, ({ declaredPeriod }) => declaredPeriod).values())
    bundles.push(await bundle(files, folder));
  return [...alone, ...bundles];
}

async function isMessage(path: string): Promise<boolean> {
  try {
    return detectText(await readHead(path, headBytes), false) === 'ceb';
  } catch {
    // A file that cannot be read is told of when it is taken in.
    return false;
  }
}

async function bundle(files: readonly Arrival[], folder: string): Promise<Bundled> {
  const [first] = files as [Arrival];
  if (files.length === 1) return { arrival: first, files };
  await mkdir(folder, { recursive: true });
  const path = join(folder, `messages-${crypto.randomUUID()}.zip`);
  const zip = new ZipFile();
  for (const file of files.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1)))
    zip.addFile(file.path, file.fileName, { mtime: noTime, mode: 0o100644, forceDosTimestamp: true });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  const fileTime = new Date(Math.max(...files.map((file) => file.fileTime.getTime())));
  return { arrival: { ...first, path, fileTime, fileName: `${files.length}份报文.zip` }, files };
}
