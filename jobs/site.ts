import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyAnalyst } from '../api/access/reader.ts';
import { buildApp } from '../api/app.ts';
import type { Server } from '../api/server.ts';
import type { Period } from '../catalogue/period.ts';
import type { CodeName, List, Park, Release } from '../dashboards/answers.ts';
import { bakedPages, standingPaths } from '../dashboards/baked.ts';
import type { Bakery } from '../dashboards/bakery.ts';
import { type Baked, carrierScript, chunkOf } from '../dashboards/chunk.ts';
import { type PageName, staticPages } from '../dashboards/pages.ts';
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
 * Bakes the static pages with their data into a folder of its own, named by the newest release, and switches `site/current`
 * to it. The data are the API's own answers. Any web server, or a double click, shows it without parkstat.
 */
export async function bakeSite(program: Program): Promise<string | null> {
  const built = await builtSite();
  const newest = (await listReleases(program.database))[0];
  if (!built || !newest) return null;
  const access = { signIn: 'required', published: 'signed-in', as: anyAnalyst } as const;
  const plan = { day: program.settings.publishDay, hour: program.settings.publishHour };
  const root = join(program.settings.dataDir, 'site');
  const making = join(root, `making-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  const app = buildApp({ database: program.database, siteDir: null, now: clock, access, plan });
  try {
    await mkdir(making, { recursive: true });
    await bake(app, built, making, newest.period as Period);
    const folder = await place(root, making, newest.id);
    await point(root, folder);
    return join(root, 'current');
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  } finally {
    await app.close();
  }
}

async function bake(app: Server, built: string, folder: string, period: Period): Promise<void> {
  const answers = new Map<string, unknown>();
  const know = (paths: readonly string[]) => askInLanes(app, paths, answers);
  await know(standingPaths);
  const rows = <Row>(path: string) => (answers.get(path) as List<Row>).rows;
  const [releases, parks, codes] = [
    rows<Release>('releases'),
    rows<Park>('parks'),
    rows<CodeName>(standingPaths[2]),
  ];
  const periods = [...new Set(releases.map((release) => release.period))].sort().reverse();
  const bakery: Bakery = { period, periods, releases, parks, codes };
  const [release] = releases;
  if (!release) throw new Error('no release');
  const chunks = new Map<string, string[]>();
  for (const name of staticPages) {
    const further = bakedPages[name]?.furtherPaths(bakery) ?? [];
    await know([...(bakedPages[name]?.firstPaths(bakery) ?? []), ...further]);
    for (const path of further) chunks.set(chunkOf(path), [...(chunks.get(chunkOf(path)) ?? []), path]);
  }
  const carried = (paths: readonly string[]) =>
    Object.fromEntries([...new Set(paths)].map((path) => [path, answers.get(path)]));
  await cp(join(built, 'assets'), join(folder, 'assets'), { recursive: true });
  await cp(join(built, 'favicon.svg'), join(folder, 'favicon.svg'));
  await mkdir(join(folder, 'data'));
  for (const [chunk, paths] of chunks)
    await writeFile(join(folder, 'data', `${chunk}.js`), carrierScript({ answers: carried(paths) }));
  const about = { release: release.id, published_at: release.published_at, chunks: [...chunks.keys()] };
  for (const name of staticPages) {
    const first = [...standingPaths, ...(bakedPages[name]?.firstPaths(bakery) ?? [])];
    await writePage(built, folder, name, { ...about, answers: carried(first) });
  }
}

const lanes = 4;

async function askInLanes(app: Server, paths: readonly string[], answers: Map<string, unknown>) {
  const waiting = [...new Set(paths)].filter((path) => !answers.has(path));
  const lane = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const answer = await app.inject({ method: 'GET', url: `/api/v1/${path}` });
      if (answer.statusCode !== 200)
        throw new Error(`${path}: ${answer.statusCode} ${answer.body.slice(0, 200)}`);
      answers.set(path, answer.json());
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** The page as it was built, told to take its data first. */
async function writePage(built: string, folder: string, name: PageName, carried: Baked): Promise<void> {
  const html = await readFile(join(built, `${name}.html`), 'utf8');
  const data = `<script defer src="./data/page-${name}.js"></script>\n    `;
  await writeFile(join(folder, `${name}.html`), html.replace(/(?=<script defer)/, data));
  await writeFile(join(folder, 'data', `page-${name}.js`), carrierScript(carried), { flush: true });
}

/** A release's folder stays as it was; baked again, as after a change of the pages, it gets another beside it. */
async function place(root: string, making: string, release: string): Promise<string> {
  const names = await readdir(root);
  const taken = (name: string) => names.includes(name);
  let name = release;
  for (let again = 2; taken(name); again += 1) name = `${release}-${again}`;
  await rename(making, join(root, name));
  return name;
}

async function point(root: string, folder: string): Promise<void> {
  const pointer = join(root, `current.${crypto.randomUUID()}`);
  await symlink(folder, pointer);
  await rename(pointer, join(root, 'current'));
  await rm(pointer, { force: true });
}
