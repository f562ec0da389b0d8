import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceOptions } from '../../catalogue/source.ts';
import { type Pull, type Pulled, type PullLimits, pullLimits } from './pull.ts';

/** Limits of a test: short pauses, no waiting for others to finish. */
export const quickLimits: PullLimits = {
  ...pullLimits,
  maxFileBytes: 1 << 20,
  patience: 60_000,
  maxPageBytes: 1 << 20,
  maxPages: 50,
  firstPause: 5,
  settling: 5,
};

export interface TestPull extends Partial<Omit<Pull, 'source' | 'limits'>> {
  readonly location: string;
  readonly options?: SourceOptions;
  readonly limits?: Partial<PullLimits>;
}

/** A folder for fetched files, and requests that put them there. */
export async function pullFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'parkstat-pull-'));
  return {
    folder,
    pull: ({ location, options = {}, limits = {}, ...more }: TestPull): Pull => ({
      source: { source_id: 'S1', uscc: '912101000000000000', location, options },
      period: null,
      secret: null,
      place: null,
      seen: new Map(),
      now: new Date('2026-11-10T01:00:00Z'),
      folder,
      signal: AbortSignal.timeout(60_000),
      limits: { ...quickLimits, ...limits },
      ...more,
    }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Names and texts of what was fetched. */
export async function textsOf({ fetched }: Pulled): Promise<Record<string, string>> {
  const texts = fetched.map(
    async ({ arrival }) => [arrival.fileName, await readFile(arrival.path, 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}

/** What a promise was refused with, as one text. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'not refused',
    (error: Error) => error.message,
  );
}
