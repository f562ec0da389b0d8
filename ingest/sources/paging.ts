import { createHash } from 'node:crypto';
import { nextAddress } from './http-request.ts';
import { failed, option, type Pull } from './pull.ts';

/** Pages joined so far. */
export interface Pages {
  readonly count: number;
  readonly bytes: number;
  /** Tags of the pages, in order. */
  readonly etags: readonly (string | null)[];
  readonly position: string | null;
}

export const noPages: Pages = { count: 0, bytes: 0, etags: [], position: null };

export function firstPage(address: string, position: string | null, { source: { options } }: Pull): URL {
  const url = new URL(address);
  const since = option(options, 'since');
  if (since && position !== null) url.searchParams.set(since, position);
  if (option(options, 'paging') === 'number')
    url.searchParams.set(option(options, 'page') ?? 'page', option(options, 'first') ?? '1');
  return url;
}

/** Tags of numbered pages are kept together, as a list. */
export function joinTags(tags: readonly (string | null)[]): string | null {
  return tags.includes(null) ? null : JSON.stringify(tags);
}

export function splitTags(joined: string): string[] {
  return JSON.parse(joined) as string[];
}

/** Where the page after this one is; `named` is what the page itself says of it. */
export function nextPage(
  url: URL,
  named: string | null,
  headers: Headers,
  { source: { options } }: Pull,
): URL | null {
  const paging = option(options, 'paging') ?? 'none';
  const name = option(options, 'page') ?? 'page';
  const next = new URL(url);
  if (paging === 'number') {
    next.searchParams.set(name, String(Number(url.searchParams.get(name)) + 1));
    return next;
  }
  if (paging === 'cursor' && named !== null) {
    next.searchParams.set(name, named);
    return next;
  }
  if (paging !== 'link') return null;
  const to = option(options, 'next') ? named : linkOf(headers);
  return to === null ? null : nextAddress(url, to);
}

/** The address of the next page in a Link header. */
function linkOf(headers: Headers): string | null {
  const links = (headers.get('link') ?? '').matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)/g,
  );
  for (const [, to = '', parameters = ''] of links)
    if (/;\s*rel\s*=\s*("([^"]*\s)?next(\s[^"]*)?"|next(?![\w-]))/i.test(parameters)) return to;
  return null;
}

/** Refuses to go round in circles: an address asked twice, or a further page that is the one before. */
export function circleGuard({ limits }: Pull) {
  const addresses = new Set<string>();
  let last = '';
  return {
    ask(url: URL): void {
      if (addresses.has(url.href) || addresses.size >= limits.maxPages) throw circle(addresses.size + 1);
      addresses.add(url.href);
    },
    met(content: string | Buffer): void {
      const digest = createHash('sha256').update(content).digest('hex');
      if (digest === last) throw circle(addresses.size);
      last = digest;
    },
  };
}

const circle = (page: number) =>
  failed(
    `分页没有尽头（第${page}页重复出现或超过上限），请核对paging、page和next`,
    `Paging comes to no end (page ${page} is one seen before, or over the limit): check paging, page and next`,
    { page },
  );
