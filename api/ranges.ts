import type { Reply, Request } from './server.ts';

/** Bytes of a file from `start` to `end`, both within. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part that a client asks for, to go on with a download; null: all of it. Several parts at once, other units and what
 * cannot be read are ignored, as RFC 9110 §14.2 allows, and so is a part of a version that is no longer the one (`If-Range`).
 */
export function rangeOf({ headers }: Request, size: number, tag: string): ByteRange | 'outside' | null {
  const { range } = headers;
  const condition = headers['if-range'];
  if (range === undefined || (condition !== undefined && condition !== tag)) return null;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return null;
  return start < size && start <= end ? { start, end } : 'outside';
}

/** Says what of a file is sent; true where nothing of it can be. */
export function describeRange(reply: Reply, range: ByteRange | 'outside' | null, size: number): boolean {
  reply.header('accept-ranges', 'bytes');
  if (range === null) return false;
  if (range === 'outside') {
    reply.code(416).header('content-range', `bytes */${size}`);
    return true;
  }
  const { start, end } = range;
  reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  return false;
}
