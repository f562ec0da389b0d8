import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';
export type MediaKind = 'json' | 'csv' | 'arrow' | 'parquet' | 'xlsx';

export const mediaTypes = {
  json: 'application/json',
  csv: 'text/csv',
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<MediaKind, string>;

export const mediaKinds = Object.keys(mediaTypes) as MediaKind[];

/** Formats whose bytes are compressed already. */
export const packedTypes: readonly string[] = [mediaTypes.parquet, mediaTypes.xlsx];

/** Below this a compressed body is hardly shorter. */
const worthwhile = 1024;
/** Above this the time to compress well is longer than that to send what is saved. */
const large = 1024 * 1024;

const compressors = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > large ? 1 : 4 },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: bytes.length > large ? 1 : 6 }),
};

/** The bytes in the encoding that the client takes, and that encoding: identity when they are few. */
export async function pack(bytes: Buffer, wanted: Encoding): Promise<{ body: Buffer; encoding: Encoding }> {
  if (wanted === 'identity' || bytes.length < worthwhile) return { body: bytes, encoding: 'identity' };
  return { body: await compressors[wanted](bytes), encoding: wanted };
}

/** A strong validator: the same bytes have the same tag, in this process and in the next. */
export function tagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

export function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === tag || one === '*');
}

export function encodingOf(acceptEncoding: string | undefined): Encoding {
  if (!acceptEncoding) return 'identity';
  const weights = weighed(acceptEncoding);
  const takes = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}

/** What the client likes best of what there is; JSON for one that says nothing, anything, or something else. */
export function mediaKindOf(accept: string | undefined): MediaKind {
  if (!accept || accept === '*/*') return 'json';
  const weights = weighed(accept);
  const weight = (kind: MediaKind) => weights.get(mediaTypes[kind]) ?? 0;
  const best = mediaKinds.reduce((so_far, kind) => (weight(kind) > weight(so_far) ? kind : so_far));
  return weight(best) < (weights.get('*/*') ?? 0) ? 'json' : best;
}

/** `br;q=0.5, gzip` → br 0.5, gzip 1. */
function weighed(header: string): Map<string, number> {
  return new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0];
    }),
  );
}
