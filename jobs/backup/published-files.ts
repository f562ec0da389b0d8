import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { keyFiles } from './manifest.ts';

/** Files of published reports and baked pages, below the data folder, `/` between; not what is still being written. */
export async function publishedFiles(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['site', 'reports']) {
    const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = relative(dataDir, join(entry.parentPath, entry.name)).split(sep).join('/');
      if (!isUnfinished(path)) found.push(path);
    }
  }
  return found.sort();
}

/** `site/making-…/`, and a file or pointer that has not got its name yet. */
function isUnfinished(path: string): boolean {
  return /^site\/(making-|[^/]*\.[0-9a-f]{8}-[0-9a-f-]{27}$)|\.tmp$/.test(path);
}

export async function keyFilesOf(dataDir: string): Promise<string[]> {
  const there = await Promise.all(keyFiles.map((name) => stat(join(dataDir, name)).catch(() => undefined)));
  return keyFiles.filter((_, at) => there[at]?.isFile());
}
