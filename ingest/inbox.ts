import { lstat, readdir } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
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
 * Hidden files, unfinished copies (.part, .tmp), what Excel keeps beside an open file (~$) and links are left alone.
 */
export async function listInbox(dataDir: string, source: InboxSource): Promise<Arrival[]> {
  const folder = inboxFolder(dataDir, source);
  const arrivals: Arrival[] = [];
  for (const name of await names(folder)) {
    const path = join(folder, name);
    const entry = await lstat(path);
    const period = parsePeriod(name);
    if (entry.isDirectory() && period) {
      for (const inner of await names(path)) await add(arrivals, source, join(path, inner), inner, period);
    } else {
      await add(arrivals, source, path, name, null);
    }
  }
  return arrivals;
}

async function names(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !/^(\.|~\$)|\.(part|tmp|crdownload)$/i.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function add(
  arrivals: Arrival[],
  { uscc, source_id }: InboxSource,
  path: string,
  fileName: string,
  declaredPeriod: Period | null,
): Promise<void> {
  const entry = await lstat(path);
  if (!entry.isFile()) return;
  arrivals.push({ path, fileName, fileTime: entry.mtime, uscc, sourceId: source_id, declaredPeriod });
}
