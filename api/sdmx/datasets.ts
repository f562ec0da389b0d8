import type { Period } from '../../catalogue/period.ts';
import { Refusal } from '../../catalogue/refusal.ts';
import type { Dataflow } from '../../catalogue/sdmx/flows.ts';
import type { Database } from '../../warehouse/database.ts';
import { listReleases } from '../../warehouse/releases.ts';
import { chosenOf, type Key } from './key.ts';
import { type Read, readsOf } from './plan.ts';
import {
  type DataSet,
  type Observation,
  readVintage,
  type Series,
  sizedReads,
  type Vintage,
} from './read.ts';

/** What a data query asks for, but for its form. */
export interface DataQuery {
  readonly flow: Dataflow;
  readonly key: Key;
  /** Null = from the first, or to the last month that is released. */
  readonly from: Period | null;
  readonly to: Period | null;
  /** Only so many months, from the first on or up to the last. */
  readonly first: number | null;
  readonly last: number | null;
  /** Only what became known after an instant. */
  readonly updatedAfter: Date | null;
  readonly asOf: Date | null;
  /** Every vintage, each as what it changed. */
  readonly history: boolean;
}

export interface DataAnswer {
  readonly dataSets: readonly DataSet[];
  /** When the newest of the releases behind the answer was published. */
  readonly prepared: Date;
}

type Released = Awaited<ReturnType<typeof listReleases>>[number];

/** The answer to a data query, of one snapshot of the database; never empty: what finds nothing is refused. */
export async function readDataSets(database: Database, query: DataQuery): Promise<DataAnswer> {
  const { flow, key, updatedAfter, asOf, history } = query;
  const releases = await listReleases(database, asOf ?? undefined);
  const months = monthsShown(releases, query);
  const reads = readsOf(flow, key);
  const [from, to] = [months[0], months.at(-1)];
  if (!from || !to || reads.length === 0) throw nothingFound(releases);
  const vintage = { from, to, states: new Map(releases.map(({ id, status }) => [id, status])) };
  const instants = history ? instantsOf(releases, updatedAfter) : [asOf];
  const current = releases.filter((release) => release.current && months.includes(release.period as Period));
  const times = instants.length + (updatedAfter ? 1 : 0);
  const keys = current.map(({ release_key }) => release_key);
  const isNamed = chosenOf(flow, key, 'indicator') !== null;
  const sized = await sizedReads(database, reads, keys, isNamed, times);
  const read = (at: Date | null) =>
    readMonths(database, flow, sized, { ...vintage, asOf: at }, new Set<string>(months));
  const dataSets = await vintages(read, instants, updatedAfter, history);
  if (dataSets.length === 0) throw nothingFound(releases);
  return { dataSets, prepared: newest(releases) };
}

/** One data set of what is known at each instant; of history and of updates, what it changed. */
async function vintages(
  read: (at: Date | null) => Promise<Series[]>,
  instants: readonly (Date | null)[],
  updatedAfter: Date | null,
  history: boolean,
): Promise<DataSet[]> {
  const known: Known = new Map();
  if (updatedAfter) changes(known, await read(updatedAfter));
  const found: DataSet[] = [];
  for (const at of instants) {
    const series = await read(at);
    if (!history && !updatedAfter)
      return series.length ? [{ validFrom: null, action: 'Replace', series }] : [];
    const { gone, changed } = changes(known, series);
    const validFrom = history ? at : null;
    if (gone.length) found.push({ validFrom, action: 'Delete', series: gone });
    if (changed.length) found.push({ validFrom, action: 'Replace', series: changed });
  }
  return found;
}

async function readMonths(
  database: Database,
  flow: Dataflow,
  reads: readonly Read[],
  vintage: Vintage,
  months: ReadonlySet<string>,
): Promise<Series[]> {
  const series = await readVintage(database, flow, reads, vintage);
  return kept(series, ({ period }) => months.has(period));
}

/** Released months of the span asked for; of these the first and the last so many. */
function monthsShown(releases: readonly Released[], { from, to, first, last }: DataQuery): Period[] {
  const all = [...new Set(releases.map(({ period }) => period as Period))]
    .filter((period) => (from === null || period >= from) && (to === null || period <= to))
    .sort();
  if (first === null && last === null) return all;
  return all.filter((_, at) => (first !== null && at < first) || (last !== null && at >= all.length - last));
}

/** When something was published, each instant once, oldest first. */
function instantsOf(releases: readonly Released[], after: Date | null): Date[] {
  const times = new Set(releases.map(({ published_at }) => published_at.getTime()));
  return [...times]
    .filter((time) => after === null || time > after.getTime())
    .sort((a, b) => a - b)
    .map((time) => new Date(time));
}

/** What is known of each observation, as text, by key and month. */
type Known = Map<
  string,
  { readonly text: string; readonly series: Series; readonly observation: Observation }
>;

/** What is new or otherwise than known, and what was known and is no more; afterwards `known` is the series. */
function changes(known: Known, series: readonly Series[]): { changed: Series[]; gone: Series[] } {
  const left = new Map(known);
  const changed = kept(series, (observation, one) => {
    const name = `${one.key.join('.')} ${observation.period}`;
    const text = JSON.stringify(observation);
    const before = left.get(name)?.text;
    left.delete(name);
    known.set(name, { text, series: one, observation });
    return before !== text;
  });
  const gone = new Map<string, { series: Series; observations: Observation[] }>();
  for (const [name, { series: one, observation }] of left) {
    known.delete(name);
    const key = one.key.join('.');
    gone.set(key, { series: one, observations: [...(gone.get(key)?.observations ?? []), observation] });
  }
  return {
    changed,
    gone: [...gone.values()].map(({ series: one, observations }) => ({ ...one, observations })),
  };
}

function kept(
  series: readonly Series[],
  test: (observation: Observation, series: Series) => boolean,
): Series[] {
  return series
    .map((one) => ({
      ...one,
      observations: one.observations.filter((observation) => test(observation, one)),
    }))
    .filter(({ observations }) => observations.length > 0);
}

/** Before anything was published. */
const epoch = Date.parse('2000-01-01T00:00:00Z');

export function newest(releases: readonly { readonly published_at: Date }[]): Date {
  return new Date(Math.max(epoch, ...releases.map(({ published_at }) => published_at.getTime())));
}

function nothingFound(releases: readonly Released[]): Refusal {
  const [last, first] = [releases[0]?.period, releases.at(-1)?.period];
  return new Refusal(
    'no_release',
    first && last
      ? {
          zh: `没有符合条件的观测值；已发布${first}至${last}`,
          en: `No observation fits the query; published are ${first} to ${last}`,
        }
      : { zh: '还没有任何发布', en: 'Nothing is published yet' },
    { released_from: first ?? null, released_to: last ?? null },
  );
}
