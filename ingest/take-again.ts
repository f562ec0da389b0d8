import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { candidate, type Met } from './candidate.ts';
import type { Arrival, TakenIn } from './delivery.ts';
import { detect } from './format.ts';
import { openKept } from './kept-parts.ts';
import type { IngestSettings, Known } from './settings.ts';
import { judgeAll } from './take-in.ts';
import { understand, understandCopy } from './understand.ts';

/** A delivery as it rests: what it was when it came, and where its bytes, or what stands in their place, are kept. */
export interface Resting extends Arrival {
  readonly uscc: string;
  readonly sha256: string;
  /** Records of customs messages, absolute. */
  readonly messageFile: string | null;
}

/** Judges deliveries again from what is kept of them; they get the same ids as when they came. */
export async function takeAgain(
  deliveries: readonly Resting[],
  receivedAt: Date,
  keptIn: string,
  settings: IngestSettings,
  known: Known,
): Promise<TakenIn[]> {
  const work = join(settings.dataDir, 'tmp', `work-${process.pid}-${crypto.randomUUID()}`);
  await mkdir(work, { recursive: true });
  try {
    const met: Met[] = [];
    for (const [at, delivery] of deliveries.entries())
      met.push(await meetAgain(delivery, keptIn, join(work, String(at)), settings, known));
    return await judgeAll(met, receivedAt, settings, known);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function meetAgain(
  delivery: Resting,
  keptIn: string,
  copy: string,
  { limits }: IngestSettings,
  known: Known,
): Promise<Met> {
  const { uscc, sha256, messageFile } = delivery;
  const at = { ...candidate(delivery, uscc, { sha256, bytes: 0 }), uscc, landing: null, copy };
  if (messageFile !== null) {
    await copyFile(messageFile, `${copy}.messages`);
    return { ...at, format: 'ceb', messages: restingMessages(`${copy}.messages`) };
  }
  const { path, isCopy } = await openKept(sha256, keptIn, `${copy}.kept`);
  const bytes = (await stat(path)).size;
  const columnMap = await known.columnMap(delivery);
  const file = { path, bytes, copy, limits, columnMap };
  const format = isCopy ? 'csv' : await detect(path, bytes);
  if (typeof format === 'object') return { ...at, problem: format };
  const understood = isCopy
    ? await understandCopy(path, limits)
    : await understand(format as Exclude<typeof format, 'ceb'>, file);
  return 'id' in understood ? { ...at, problem: understood } : { ...at, understood };
}

function restingMessages(path: string) {
  return {
    path,
    messages: 0,
    records: 1,
    encoding: 'utf-8',
    claims: { ebcCodes: [] },
    sample: [],
  } as const;
}
