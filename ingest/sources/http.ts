import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { periodMark } from '../../catalogue/source.ts';
import { cutCsvPage } from './csv-page.ts';
import { type Answer, request } from './http-request.ts';
import { latest, readJsonPage } from './json-page.ts';
import { circleGuard, firstPage, joinTags, nextPage, noPages, type Pages, splitTags } from './paging.ts';
import { askedOf, type Fetched, freshPath, option, type Pull, type Pulled, tooLarge } from './pull.ts';

/**
 * Pulls what an interface gives, page by page, into one file: a snapshot must stay whole, since a page that came as a
 * delivery of its own would take the place of the page before. Items of JSON pages are written one a line (NDJSON).
 */
export async function pullHttp(pull: Pull): Promise<Pulled> {
  const { options, location } = pull.source;
  const address = location.replaceAll(periodMark, pull.period ?? '');
  const asked = askedOf(address, options);
  const place = pull.place?.asked === asked ? pull.place : null;
  const position = place?.position ?? option(options, 'since_start') ?? null;
  const isJson = option(options, 'format') !== 'csv';
  const path = freshPath(pull.folder);
  const join = isJson ? jsonPages : csvPages;
  const first = firstPage(address, position, pull);
  const tags = option(options, 'paging') === 'number' && place?.etag ? splitTags(place.etag) : null;
  const isSame = tags !== null && (await isUnchanged(first, tags, pull));
  const pages = isSame ? null : await join(first, path, { ...pull, place: tags ? null : place });
  if (!pages) return { fetched: [], place: place ?? { asked, position, etag: null }, problem: null };
  return {
    fetched: pages.bytes > 0 ? [fetchedFile(path, isJson ? 'ndjson' : 'csv', pull)] : [],
    place: { asked, position: latest(position, pages.position), etag: tagOf(pages, options) },
    problem: null,
  };
}

/** A tag speaks of one address only: it is kept where that will be asked for again, and tells of all there is. */
function tagOf({ etags }: Pages, options: Pull['source']['options']): string | null {
  if (option(options, 'since')) return null;
  if (option(options, 'paging') === 'number') return joinTags(etags);
  return etags.length === 1 ? (etags[0] ?? null) : null;
}

/** Numbered pages have not changed when each of them says so, the empty one at the end included. */
async function isUnchanged(first: URL, tags: readonly string[], pull: Pull): Promise<boolean> {
  const { accept, maxBytes } = limitsOf(pull);
  const path = freshPath(pull.folder);
  try {
    let url = first;
    for (const etag of tags) {
      const { unchanged } = await request(url, { etag, accept, path, maxBytes }, pull);
      if (!unchanged) return false;
      url = nextPage(url, null, new Headers(), pull) ?? url;
    }
    return true;
  } finally {
    await rm(path, { force: true });
  }
}

function limitsOf({ source: { options }, limits }: Pull) {
  return option(options, 'format') === 'csv'
    ? { accept: 'text/csv, */*;q=0.1', maxBytes: limits.maxFileBytes }
    : { accept: 'application/json', maxBytes: limits.maxPageBytes };
}

function fetchedFile(path: string, ending: string, { source, period, now }: Pull): Fetched {
  const { source_id, uscc } = source;
  const fileName = `${[source_id, period].filter(Boolean).join('-')}.${ending}`;
  const arrival = { path, fileName, fileTime: now, uscc, sourceId: source_id, declaredPeriod: period };
  return { arrival, seen: null };
}

/** A page that has arrived in a file of its own, and what to do with it. */
interface Page {
  readonly url: URL;
  readonly part: string;
  readonly answer: Answer;
  readonly pages: Pages;
}

/** Asks for page after page until there is none; null when the first has not changed. */
async function eachPage(
  first: URL,
  pull: Pull,
  take: (page: Page) => Promise<{ readonly pages: Pages; readonly next: URL | null }>,
): Promise<Pages | null> {
  const { accept, maxBytes } = limitsOf(pull);
  const guard = circleGuard(pull);
  const part = freshPath(pull.folder);
  let pages = noPages;
  try {
    for (let url: URL | null = first; url; ) {
      guard.ask(url);
      const etag = pages.count === 0 ? (pull.place?.etag ?? null) : null;
      const answer = await request(url, { etag, accept, path: part, maxBytes }, pull);
      if (answer.unchanged) return null;
      const taken = await take({ url, part, answer, pages });
      pages = taken.pages;
      if (pages.bytes > pull.limits.maxFileBytes) throw tooLarge(pull.limits.maxFileBytes);
      url = taken.next;
    }
    return pages;
  } finally {
    await rm(part, { force: true });
  }
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'wx');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function jsonPages(first: URL, path: string, pull: Pull): Promise<Pages | null> {
  const { options } = pull.source;
  const { met } = circleGuard(pull);
  return withFile(path, (file) =>
    eachPage(first, pull, async ({ url, part, answer: { headers }, pages }) => {
      const { items, next, position } = readJsonPage(await readFile(part), options);
      const text = items.map((item) => `${item}\n`).join('');
      if (text) met(text);
      const { bytesWritten } = await file.write(text);
      const isEnd = option(options, 'paging') === 'number' && items.length === 0;
      return {
        pages: {
          count: pages.count + 1,
          bytes: pages.bytes + bytesWritten,
          etags: [...pages.etags, headers.get('etag')],
          position: latest(pages.position, position),
        },
        next: isEnd ? null : nextPage(url, next, headers, pull),
      };
    }),
  );
}

/** CSV pages are joined below the header of the first. What comes as one page is handed over byte for byte. */
function csvPages(first: URL, path: string, pull: Pull): Promise<Pages | null> {
  const { met } = circleGuard(pull);
  let header: Buffer | null = null;
  return withFile(path, (file) =>
    eachPage(first, pull, async ({ url, part, answer: { headers, bytes }, pages }) => {
      const etags = [...pages.etags, headers.get('etag')];
      const next = nextPage(url, null, headers, pull);
      if (pages.count === 0 && !next) {
        await rename(part, path);
        return { pages: { count: 1, bytes, etags, position: null }, next };
      }
      if (bytes > pull.limits.maxPageBytes) throw tooLarge(pull.limits.maxPageBytes);
      const page = cutCsvPage(await readFile(part), header, pages.count + 1);
      if (page.rows.length) met(page.rows);
      if (header === null) await file.write(page.header);
      header ??= page.header;
      await file.write(page.rows);
      const isEnd = option(pull.source.options, 'paging') === 'number' && page.rows.length === 0;
      return {
        pages: { count: pages.count + 1, bytes: pages.bytes + bytes, etags, position: null },
        next: isEnd ? null : next,
      };
    }),
  );
}
