import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Period } from '../../catalogue/period.ts';
import { type Message, Refusal } from '../../catalogue/refusal.ts';
import type { SourceOptions } from '../../catalogue/source.ts';
import type { Arrival } from '../delivery.ts';

/** How far a source may go. Times in milliseconds. */
export interface PullLimits {
  readonly maxFileBytes: number;
  /** Of one page of JSON, which is parsed in memory. */
  readonly maxPageBytes: number;
  readonly maxPages: number;
  readonly maxFiles: number;
  /** Without a byte from the other side. */
  readonly silence: number;
  /** Of one source as a whole. */
  readonly patience: number;
  /** Of one statement, on the side of the database that runs it. */
  readonly statement: number;
  readonly retries: number;
  /** Before the first retry; doubled before each further one. */
  readonly firstPause: number;
  /** Longest pause that a server may ask for. */
  readonly longestPause: number;
  /** A remote file whose size has not changed for so long is complete. */
  readonly settling: number;
}

export const pullLimits: Omit<PullLimits, 'maxFileBytes' | 'patience'> = {
  maxPageBytes: 64 << 20,
  maxPages: 10_000,
  maxFiles: 2_000,
  silence: 60_000,
  statement: 10 * 60_000,
  retries: 4,
  firstPause: 1_000,
  longestPause: 2 * 60_000,
  settling: 3_000,
};

/** One request to a source. */
export interface Pull {
  readonly source: {
    readonly source_id: string;
    readonly uscc: string;
    readonly location: string;
    readonly options: SourceOptions;
  };
  /** The month asked for, where the source is asked by month. */
  readonly period: Period | null;
  readonly secret: string | null;
  /** Where the last request of the same kind ended. */
  readonly place: {
    readonly asked: string;
    readonly position: string | null;
    readonly etag: string | null;
  } | null;
  /** Remote files fetched before, by path. */
  readonly seen: ReadonlyMap<string, { readonly bytes: number; readonly fileTime: number }>;
  readonly now: Date;
  /** Where fetched files are put until they are landed. */
  readonly folder: string;
  readonly limits: PullLimits;
  readonly signal: AbortSignal;
}

/** A fetched file: what is handed over, and what it is remembered by (null: by nothing but its bytes). */
export interface Fetched {
  readonly arrival: Arrival;
  readonly seen: { readonly path: string; readonly bytes: number | null } | null;
  /** The files that a bundle is made of. */
  readonly files?: readonly Arrival[];
}

export interface Pulled {
  readonly fetched: readonly Fetched[];
  /** Where the next request goes on, once all that was fetched is recorded. */
  readonly place: { readonly asked: string; readonly position: string | null; readonly etag: string | null };
  /** What could not be fetched although the source as a whole could. */
  readonly problem: Message | null;
}

/** What position and tag belong to: of another address or other options they say nothing. */
export function askedOf(address: string, options: SourceOptions): string {
  const entries = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${address} ${JSON.stringify(Object.fromEntries(entries))}`;
}

/** An option that is one text. */
export function option(options: SourceOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** What is wrong with a source, and what to do. */
export function failed(
  zh: string,
  en: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
) {
  return new Refusal('source_failed', { zh, en }, details, { cause });
}

export function freshPath(folder: string): string {
  return join(folder, crypto.randomUUID());
}

/** Writes bytes to a file, no more than allowed, and ends when nothing comes for too long. */
export async function writeLimited(
  from: Readable,
  path: string,
  maxBytes: number,
  { signal, silence }: { readonly signal: AbortSignal; readonly silence: number },
): Promise<number> {
  const quiet = new AbortController();
  const watch = setTimeout(() => quiet.abort(silent(silence)), silence);
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      watch.refresh();
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  };
  try {
    await pipeline(from, counted, createWriteStream(path), {
      signal: AbortSignal.any([signal, quiet.signal]),
    });
    return bytes;
  } catch (error) {
    // The pipeline says only that it was ended; why is said by whoever ended it.
    throw quiet.signal.reason ?? signal.reason ?? error;
  } finally {
    clearTimeout(watch);
  }
}

export const silent = (silence: number) =>
  failed(
    `对方超过${silence / 1000}秒没有响应，将自动重试`,
    `The other side was silent for ${silence / 1000} s: it is tried again`,
    {
      retry: true,
    },
  );

export const tooLarge = (maxBytes: number) => {
  const size = maxBytes >= 1 << 20 ? `${Math.floor(maxBytes / 2 ** 20)} MB` : `${maxBytes} B`;
  return failed(
    `内容超过上限（${size}），请缩小范围或分页`,
    `The content is over the limit (${size}): narrow the request or page it`,
  );
};
