import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Arrival } from './delivery.ts';

export interface InboxSource {
  readonly source_id: string;
  readonly uscc: string;
  readonly location: string;
}

/** The folder of an inbox source: as given when absolute, else below `<data>/inbox`, and never outside of it. */
export function inboxFolder(dataDir: string, { source_id, location }: InboxSource): string {
  if (isAbsolute(location)) return location;
  const root = join(dataDir, 'inbox');
  const folder = resolve(root, location || source_id);
  if (!folder.startsWith(root + sep)) {
    throw new Refusal('registry_invalid', {
      zh: `报送源“${source_id}”的位置“${location}”超出收件目录，请改为相对路径。`,
      en: `The location "${location}" of source "${source_id}" leaves the inbox: give a relative path inside it.`,
    });
  }
  return folder;
}

/**
 * Files waiting in a source's folder, in name order. A subfolder named like a month declares the month of its files.
 * Names in another encoding than UTF-8 cannot be opened: they are told in `unnamable`, and hold up no others.
 * Hidden files, unfinished copies (.part, .tmp), what Excel keeps beside an open file (~$) and links are left alone.
 */
export async function listInbox(
  dataDir: string,
  source: InboxSource,
  unnamable: string[] = [],
): Promise<Arrival[]> {
  const folder = inboxFolder(dataDir, source);
  const arrivals: Arrival[] = [];
  for (const { name, entry } of await entries(folder, unnamable)) {
    const period = parsePeriod(name);
    if (!entry.isDirectory() || !period) add(arrivals, source, join(folder, name), entry, null);
    else
      for (const inner of await entries(join(folder, name), unnamable))
        add(arrivals, source, join(folder, name, inner.name), inner.entry, period);
  }
  return arrivals;
}

interface Entry {
  readonly name: string;
  readonly entry: Stats;
}

async function entries(folder: string, unnamable: string[]): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const bytes of await names(folder)) {
    const name = bytes.toString();
    if (/^(\.|~\$)|\.(part|tmp|crdownload)$/i.test(name)) continue;
    if (!isUtf8(bytes)) {
      unnamable.push(new TextDecoder('gb18030').decode(bytes));
      continue;
    }
    const entry = await lstat(join(folder, name)).catch(ifGone);
    if (entry) found.push({ name, entry });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function names(folder: string): Promise<Buffer[]> {
  return (await readdir(folder, { encoding: 'buffer' }).catch(ifGone)) ?? [];
}

function ifGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function add(
  arrivals: Arrival[],
  { uscc, source_id }: InboxSource,
  path: string,
  entry: Stats,
  declaredPeriod: Period | null,
): void {
  if (!entry.isFile()) return;
  const fileName = basename(path);
  arrivals.push({ path, fileName, fileTime: entry.mtime, uscc, sourceId: source_id, declaredPeriod });
}
