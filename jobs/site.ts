import { cp, mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyAnalyst } from '../api/access/reader.ts';
import { buildApp } from '../api/app.ts';
import type { Period } from '../catalogue/period.ts';
import { firstQueries, firstScript } from '../dashboards/queries.ts';
import { listReleases } from '../warehouse/releases.ts';
import { clock } from './clock.ts';
import type { Program } from './program.ts';

/** The built dashboards, or null when `npm run build` has not run. */
export async function builtSite(): Promise<string | null> {
  const folder = fileURLToPath(new URL('../dashboards/dist', import.meta.url));
  const built = await stat(join(folder, 'index.html')).catch(() => undefined);
  return built ? folder : null;
}

/**
 * Bakes the first page with its data into a folder of its own, named by the newest release, and switches `site/current`
 * to it. The data are the API's own answers. Any web server, or a double click, shows it without parkstat.
 */
export async function bakeSite(program: Program): Promise<string | null> {
  const built = await builtSite();
  const newest = (await listReleases(program.database))[0];
  if (!built || !newest) return null;
  const access = { signIn: 'required', published: 'signed-in', as: anyAnalyst } as const;
  const app = await buildApp({ database: program.database, siteDir: null, now: clock, access });
  try {
    const answers: Record<string, unknown> = {};
    for (const query of firstQueries(newest.period as Period)) {
      const answer = await app.inject({ method: 'GET', url: `/api/v1/${query}` });
      if (answer.statusCode !== 200)
        throw new Error(`${query}: ${answer.statusCode} ${answer.body.slice(0, 200)}`);
      answers[query] = answer.json();
    }
    return await place(program, built, newest.id, firstScript(answers));
  } finally {
    await app.close();
  }
}

async function place({ settings }: Program, built: string, release: string, script: string): Promise<string> {
  const root = join(settings.dataDir, 'site');
  const folder = join(root, `${release}-${crypto.randomUUID().slice(0, 8)}`);
  await mkdir(root, { recursive: true });
  await cp(built, folder, { recursive: true });
  await writeFile(join(folder, 'data', 'first.js'), script, { flush: true });
  const pointer = join(root, `current.${crypto.randomUUID()}`);
  await symlink(folder.slice(root.length + 1), pointer);
  await rename(pointer, join(root, 'current'));
  await rm(pointer, { force: true });
  return join(root, 'current');
}
