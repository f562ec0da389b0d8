import {
  cp,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PageName, staticPages } from '../dashboards/pages.ts';
import { documentFile } from '../dashboards/series-path.ts';
import type { BoundDatabase } from '../warehouse/bound.ts';
import type { Database } from '../warehouse/database.ts';
import { listReleases } from '../warehouse/releases.ts';
import { type ReportSet, readReport, reportSets } from '../warehouse/report-files.ts';
import { bakeData, type Carriers, latest } from './bake.ts';
import { clock } from './clock.ts';
import type { Program } from './program.ts';
import { releasePlan } from './settings.ts';
import { releaseList } from './site-list.ts';

/** A copy of the static pages with the data of a release. */
export interface Site {
  /** `site/current`, which leads to the newest copy. */
  readonly current: string;
  /** The copy's own folder. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** What pages ask for but the API refuses; empty when all is well. */
  readonly refused: readonly string[];
}

/** The built dashboards, or null when `npm run build` has not run. */
export async function builtSite(): Promise<string | null> {
  const folder = fileURLToPath(new URL('../dashboards/dist', import.meta.url));
  const built = await stat(join(folder, 'index.html')).catch(() => undefined);
  return built ? folder : null;
}

/** A copy that is made and not yet in its place. */
export interface MadeSite {
  readonly root: string;
  readonly making: string;
  readonly release: string;
  readonly refused: readonly string[];
}

/**
 * Bakes the static pages with their data into a folder of its own, named by the last release, and switches `site/current`
 * to it at once; copies of earlier releases stay as they were. The data are the API's own answers. Any web server, or a
 * double click, shows it without parkstat. Null where nothing is built or released, or no copies are wanted.
 */
export async function bakeSite(program: Program, from?: string): Promise<Site | null> {
  const made = await makeSite(program, { from });
  return made && placeSite(made);
}

/** Bakes the pages as a database has it, which may be bound to a transaction; `placeSite` shows them. */
export async function makeSite(
  { settings, database: usual }: Program,
  {
    from,
    database = usual,
    now = clock,
  }: { from?: string | undefined; database?: Database; now?: () => Date } = {},
): Promise<MadeSite | null> {
  if (!settings.site) return null;
  const built = from ?? (await builtSite());
  const newest = latest(await listReleases(database));
  if (!built || !newest) return null;
  const reports = await documentsIn(database);
  const { contact } = settings;
  const documents = [...reports.keys()];
  const data = await bakeData(database, { plan: releasePlan(settings), contact, now, documents });
  if (!data) return null;
  const root = join(settings.dataDir, 'site');
  const making = join(root, `making-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  const made = { root, making, release: newest.id, refused: data.refused };
  try {
    await mkdir(join(making, 'data'), { recursive: true });
    await writeSite(built, making, data);
    await writeReports(database, reports, join(making, 'reports'));
    return made;
  } catch (error) {
    await dropSite(made);
    throw error;
  }
}

/** Makes the pages of what a transaction publishes and commits it; `placeSite` shows them, if there are any. */
export async function commitWithPages(
  program: Program,
  inside: BoundDatabase,
  now: Date,
): Promise<MadeSite | null> {
  const site = await makeSite(program, { database: inside, now: () => now });
  try {
    await inside.commit();
  } catch (error) {
    if (site) await dropSite(site);
    throw error;
  }
  return site;
}

/** Gives a copy its place, and leads readers to it. */
export async function placeSite({ root, making, release, refused }: MadeSite): Promise<Site> {
  const folder = join(root, await place(root, making, release));
  await point(root, folder.slice(root.length + 1));
  await replace(join(root, 'releases.html'), await releaseList(root));
  return { current: join(root, 'current'), folder, ...(await sizeOf(folder)), refused };
}

export async function dropSite({ making }: Pick<MadeSite, 'making'>): Promise<void> {
  await rm(making, { recursive: true, force: true });
}

/** Whether readers of the copy see the newest release: a program may die between publishing and switching. */
export async function isSiteCurrent({ settings, database }: Program): Promise<boolean> {
  if (!settings.site) return true;
  const newest = latest(await listReleases(database));
  const shown = await readlink(join(settings.dataDir, 'site', 'current')).catch(() => null);
  return newest === undefined || shown === newest.id || shown?.startsWith(`${newest.id}-`) === true;
}

async function writeSite(
  built: string,
  folder: string,
  { pages, chunks, withoutScript }: Carriers,
): Promise<void> {
  const scripts = [...chunks, ...[...pages].map(([name, text]) => [`page-${name}`, text] as const)];
  for (const [name, text] of scripts)
    await writeFile(join(folder, 'data', `${name}.js`), text, { flush: true });
  const used = new Set(['favicon.svg']);
  for (const name of staticPages) {
    const html = await readFile(join(built, `${name}.html`), 'utf8');
    for (const [, file = ''] of html.matchAll(/"\.\/(assets\/[^"]+)"/g)) used.add(file);
    await writeFile(join(folder, `${name}.html`), takingData(html, name, withoutScript.get(name) ?? ''), {
      flush: true,
    });
  }
  for (const file of used) await cp(join(built, file), join(folder, file));
}

/** The newest month's reports, as they are on file: by the names of their files. */
async function documentsIn(database: Database): Promise<ReadonlyMap<string, OnFile>> {
  const [newest] = await listReleases(database);
  const sets = newest ? await reportSets(database, { period: newest.period }) : [];
  return new Map(
    sets.flatMap((set) =>
      set.formats.map((format) => [documentFile(set, format), { ...set, format }] as const),
    ),
  );
}

async function writeReports(database: Database, reports: ReadonlyMap<string, OnFile>, folder: string) {
  if (reports.size) await mkdir(folder);
  for (const [name, document] of reports) {
    const content = await readReport(database, document);
    if (content) await writeFile(join(folder, name), content, { flush: true });
  }
}

type OnFile = ReportSet & { readonly format: string };

/** The page as it was built, told to take its data first, and with its newest month for who has no JavaScript. */
function takingData(html: string, name: PageName, plain: string): string {
  const told = html.replace(
    /(<noscript>)[\s\S]*?(<\/noscript>)/,
    (_, open, end) => `${open}\n      ${plain}\n    ${end}`,
  );
  return told.replace(/(?=<script )/, `<script defer src="./data/page-${name}.js"></script>\n    `);
}

/** A release's folder stays as it was; baked again, as after a change of the pages, it gets another beside it. */
async function place(root: string, making: string, release: string): Promise<string> {
  const names = new Set(await readdir(root));
  let name = release;
  for (let again = 2; names.has(name); again += 1) name = `${release}-${again}`;
  await rename(making, join(root, name));
  return name;
}

async function point(root: string, folder: string): Promise<void> {
  const pointer = join(root, `current.${crypto.randomUUID()}`);
  await symlink(folder, pointer);
  await rename(pointer, join(root, 'current'));
}

async function replace(file: string, text: string): Promise<void> {
  const making = `${file}.${crypto.randomUUID()}`;
  await writeFile(making, text, { flush: true });
  await rename(making, file);
}

async function sizeOf(folder: string): Promise<Pick<Site, 'files' | 'bytes'>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
