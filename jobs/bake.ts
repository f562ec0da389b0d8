import { anyAnalyst } from '../api/access/reader.ts';
import { buildApp } from '../api/app.ts';
import type { Server } from '../api/server.ts';
import type { ReleasePlan } from '../catalogue/calendar.ts';
import type { CodeName, List, Park, Release } from '../dashboards/answers.ts';
import { bakedPages, standingPaths } from '../dashboards/baked.ts';
import type { Bakery } from '../dashboards/bakery.ts';
import { carrierScript, chunkOf } from '../dashboards/chunk.ts';
import { type PageName, staticPages } from '../dashboards/pages.ts';
import { documentsPath } from '../dashboards/series-path.ts';
import type { Database } from '../warehouse/database.ts';
import { withoutScript } from './without-script.ts';

/** The data of a copy: scripts by their name in its `data/`. */
export interface Carriers {
  /** `page-<name>`: what the page is given before it starts. */
  readonly pages: ReadonlyMap<PageName, string>;
  readonly chunks: ReadonlyMap<string, string>;
  /** What each page says without JavaScript. */
  readonly withoutScript: ReadonlyMap<PageName, string>;
  /** Paths that the API refused, with its words: a fault of the pages' lists, for which no copy need fail. */
  readonly refused: readonly string[];
}

interface Answers {
  readonly known: Map<string, unknown>;
  readonly refused: string[];
}

/** Asks the API, in this process and as somebody who sees nothing but what is published, all that the static pages ask. */
export async function bakeData(
  database: Database,
  {
    plan,
    contact,
    now,
    documents = [],
  }: {
    readonly plan: ReleasePlan;
    readonly contact: string | null;
    readonly now: () => Date;
    /** Files of reports that lie beside the pages. */
    readonly documents?: readonly string[];
  },
): Promise<Carriers | null> {
  const access = { signIn: 'required', published: 'signed-in', as: anyAnalyst } as const;
  const app = buildApp({ database, siteDir: null, now, access, plan, contact });
  try {
    const answers: Answers = { known: new Map(), refused: [] };
    await askInLanes(app, standingPaths, answers);
    const bakery = bakeryOf(answers);
    if (!bakery) return null;
    const further = staticPages.flatMap((name) => bakedPages[name]?.furtherPaths(bakery) ?? []);
    const first = new Map(staticPages.map((name) => [name, bakedPages[name]?.firstPaths(bakery) ?? []]));
    const onFile = documentsPath(bakery.period);
    await askInLanes(app, [onFile, ...further, ...[...first.values()].flat()], answers);
    const standing = [...standingPaths, onFile];
    return carriers({ ...bakery, documents }, { standing, first, further }, answers);
  } finally {
    await app.close();
  }
}

function bakeryOf({ known }: Answers): Bakery | null {
  const rows = <Row>(path: (typeof standingPaths)[number]) => (known.get(path) as List<Row>).rows;
  const releases = rows<Release>('releases');
  const periods = [...new Set(releases.map(({ period }) => period))].sort().reverse();
  const [period] = periods;
  if (!period) return null;
  const codes = rows<CodeName>('codes?dimension=partner,chapter');
  return { period, periods, releases, parks: rows<Park>('parks'), codes };
}

interface Asked {
  readonly standing: readonly string[];
  readonly first: ReadonlyMap<PageName, readonly string[]>;
  readonly further: readonly string[];
}

function carriers(
  bakery: Bakery & { readonly documents: readonly string[] },
  { standing, first, further }: Asked,
  { known, refused }: Answers,
): Carriers {
  const { releases, documents } = bakery;
  const carried = (paths: readonly string[]) => ({
    answers: Object.fromEntries(
      [...new Set(paths)]
        .filter((path) => known.has(path))
        .sort()
        .map((path) => [path, known.get(path)]),
    ),
  });
  const byChunk = Map.groupBy(
    further.filter((path) => known.has(path)),
    chunkOf,
  );
  const chunks = new Map([...byChunk].map(([name, paths]) => [name, carrierScript(carried(paths))]));
  const { id: release = '', published_at = '' } = latest(releases) ?? {};
  const about = {
    release,
    published_at,
    chunks: [...chunks.keys()].sort(),
    documents,
  };
  const pages = [...first].map(
    ([name, paths]) => [name, carrierScript({ ...about, ...carried([...standing, ...paths]) })] as const,
  );
  const plain = staticPages.map((name) => [name, withoutScript(name, bakery, known, documents)] as const);
  return { pages: new Map(pages), chunks, refused, withoutScript: new Map(plain) };
}

/** The release that was published last, which need not be of the last month: a correction makes an earlier one anew. */
export function latest<Published extends { readonly published_at: Date | string }>(
  releases: readonly Published[],
): Published | undefined {
  const instant = ({ published_at }: Published) => new Date(published_at).getTime();
  return [...releases].sort((a, b) => instant(b) - instant(a))[0];
}

/** So many questions at once: the API computes while PostgreSQL reads. */
const lanes = 4;

async function askInLanes(app: Server, paths: readonly string[], answers: Answers): Promise<void> {
  const waiting = [...new Set(paths)].filter((path) => !answers.known.has(path));
  const lane = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) await askOne(app, path, answers);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function askOne(app: Server, path: string, { known, refused }: Answers): Promise<void> {
  const { statusCode, body } = await app.inject({ method: 'GET', url: `/api/v1/${path}` });
  if (statusCode >= 500) throw new Error(`${path}: ${statusCode} ${body.slice(0, 200)}`);
  if (statusCode === 200) known.set(path, JSON.parse(body));
  else refused.push(`${path}: ${statusCode} ${body.slice(0, 200)}`);
}
