import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { setTimeout } from 'node:timers/promises';
import pRetry from 'p-retry';
import { Refusal } from '../../catalogue/refusal.ts';
import { failed, type Pull, silent, writeLimited } from './pull.ts';

/** What came of one request: the body in a file, or nothing because nothing has changed. */
export interface Answer {
  readonly unchanged: boolean;
  readonly bytes: number;
  readonly headers: Headers;
}

const maxRedirects = 5;
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Asks for an address until it answers, into a file. A passing fault is tried again with growing pauses, or after the
 * pause that the server asks for; a body that breaks off is asked for again from its beginning: joining two halves of
 * what may have changed in between would make bytes that nobody sent.
 */
export async function request(
  url: URL,
  { etag, accept, path, maxBytes }: { etag: string | null; accept: string; path: string; maxBytes: number },
  pull: Pull,
): Promise<Answer> {
  const { retries, firstPause, longestPause } = pull.limits;
  return pRetry(() => once(url, { etag, accept, path, maxBytes }, pull), {
    retries,
    minTimeout: firstPause,
    maxTimeout: longestPause,
    randomize: true,
    signal: pull.signal,
    shouldRetry: ({ error }) => error instanceof Refusal && error.details.retry === true,
    onFailedAttempt: async ({ error, retryDelay, retriesLeft }) => {
      const asked = error instanceof Refusal ? Number(error.details.pause ?? 0) : 0;
      if (retriesLeft === 0) return;
      // A server that wants to be left alone for longer is: the source is tried again in a later collection.
      if (asked > longestPause) throw error;
      if (asked > retryDelay) await setTimeout(asked - retryDelay, undefined, { signal: pull.signal });
    },
  });
}

async function once(
  url: URL,
  { etag, accept, path, maxBytes }: { etag: string | null; accept: string; path: string; maxBytes: number },
  pull: Pull,
): Promise<Answer> {
  const response = await follow(url, { accept, ...(etag ? { 'if-none-match': etag } : {}) }, pull);
  if (response.status === 304 && etag !== null)
    return { unchanged: true, bytes: 0, headers: response.headers };
  if (response.status !== 200) {
    await response.body?.cancel();
    throw refused(response);
  }
  try {
    const body = response.body ? Readable.fromWeb(response.body as NodeReadableStream) : Readable.from([]);
    const bytes = await writeLimited(body, path, maxBytes, {
      signal: pull.signal,
      silence: pull.limits.silence,
    });
    return { unchanged: false, bytes, headers: response.headers };
  } catch (error) {
    throw error instanceof Refusal || pull.signal.aborted ? error : broken(url, error);
  }
}

/** Follows redirects by hand: the token goes to the host that it was entered for, and to no other. */
async function follow(start: URL, headers: Readonly<Record<string, string>>, pull: Pull): Promise<Response> {
  let url = start;
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const trusted = url.origin === originOf(pull);
    const token: Record<string, string> =
      trusted && pull.secret !== null ? { authorization: `Bearer ${pull.secret}` } : {};
    const response = await send(url, { ...headers, ...token }, pull);
    const to = [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get('location') : null;
    if (to === null) return response;
    await response.body?.cancel();
    url = nextAddress(url, to);
  }
  throw failed(
    `重定向超过${maxRedirects}次，请核对地址`,
    `More than ${maxRedirects} redirects: check the address`,
  );
}

const originOf = ({ source }: Pull) => URL.parse(source.location.replace(/\{period\}/g, ''))?.origin;

/** An address named by the server: http or https, and never from https back to http. */
export function nextAddress(from: URL, to: string): URL {
  const url = URL.parse(to, from);
  if (url && /^https?:$/.test(url.protocol) && !(from.protocol === 'https:' && url.protocol === 'http:'))
    return url;
  throw failed(
    `对方指向的地址“${to.slice(0, 200)}”不可用（须为https，或http到http）`,
    `The other side points to "${to.slice(0, 200)}", which cannot be followed: it must be https, or http from http`,
  );
}

/** Ends a request whose head does not come; the body is watched while it is written. */
async function send(url: URL, headers: Record<string, string>, pull: Pull): Promise<Response> {
  const { silence } = pull.limits;
  const quiet = new AbortController();
  const watch = globalThis.setTimeout(() => quiet.abort(silent(silence)), silence);
  try {
    const signal = AbortSignal.any([pull.signal, quiet.signal]);
    return await fetch(url, { headers, redirect: 'manual', signal });
  } catch (error) {
    if (pull.signal.aborted) throw error;
    throw quiet.signal.aborted ? quiet.signal.reason : unreachable(url, error);
  } finally {
    clearTimeout(watch);
  }
}

function refused({ status, headers }: Response) {
  if (status === 401 || status === 403) {
    return failed(
      `对方拒绝访问（${status}），请用 parkstat source secret 重新录入令牌`,
      `Access was refused (${status}): enter the token again with parkstat source secret`,
    );
  }
  return failed(
    `对方返回状态${status}，请核对地址或联系对方`,
    `The other side answered with status ${status}: check the address, or ask them`,
    passing.has(status) ? { retry: true, pause: pauseOf(headers) } : {},
  );
}

/** Retry-After in milliseconds: seconds, or a time told by the same server's clock. */
function pauseOf(headers: Headers): number {
  const after = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(after)) return Number(after) * 1000;
  const pause = Date.parse(after) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(pause) ? 0 : Math.max(0, pause);
}

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|TLS|SSL/;

function unreachable(url: URL, error: unknown) {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code = '', message = '' } = cause as NodeJS.ErrnoException;
  if (certificate.test(code)) {
    return failed(
      `${url.host}的证书无效（${code}），请对方更换证书`,
      `The certificate of ${url.host} is not valid (${code}): have them replace it`,
      {},
      error,
    );
  }
  return failed(
    `连接不上${url.host}（${code || message}），请核对地址和网络`,
    `Cannot reach ${url.host} (${code || message}): check address and network`,
    { retry: true },
    error,
  );
}

const broken = (url: URL, error: unknown) =>
  failed(
    `${url.host}中途断开连接，内容不完整`,
    `${url.host} broke off in the middle: the content is not complete`,
    { retry: true },
    error,
  );
