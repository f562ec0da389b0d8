import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Period } from '../catalogue/period.ts';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import type { Arrival, TakenIn } from '../ingest/delivery.ts';
import type { Fetched, PullLimits } from '../ingest/sources/pull.ts';
import { takeIn } from '../ingest/take-in.ts';
import { alone } from '../warehouse/database.ts';
import { recordDeliveries } from '../warehouse/deliveries.ts';
import { describeDeliveries } from '../warehouse/delivery-description.ts';
import { meetAgain } from '../warehouse/known-deliveries.ts';
import { notify } from '../warehouse/notify.ts';
import { findTenant } from '../warehouse/registry.ts';
import { recordSourceOutcomes, unreadAmong } from '../warehouse/sources.ts';
import { replacements } from '../warehouse/versions.ts';
import type { Asked } from './ask-source.ts';
import { known } from './known.ts';
import type { Program } from './program.ts';
import { toNewDelivery, toSeenFile } from './record.ts';
import { runJob, type Station } from './run-job.ts';
import { askSources, outcomesOf, sourcesToAsk, sourcesToRetry } from './waiting.ts';

export interface CollectResult {
  readonly runId: string;
  readonly counts: {
    files: number;
    new: number;
    refused: number;
    rows_read: number;
    accepted: number;
    rejected: number;
    set_aside: number;
    failed_sources: number;
  };
  readonly deliveries: Awaited<ReturnType<typeof describeDeliveries>>;
  readonly failures: readonly { source_id: string; message: string }[];
  /** Files whose bytes the tenant had delivered before: the same deliveries, not new ones. */
  readonly again: Awaited<ReturnType<typeof describeDeliveries>>;
  /** What lost its place to a newer delivery, with the lines before and after. */
  readonly replaced: Awaited<ReturnType<typeof replacements>>;
}

const arrivalsAtOnce = 400;

export interface CollectCall {
  readonly now: Date;
  readonly period?: Period | undefined;
  readonly sourceId?: string | undefined;
  /** Only sources that failed earlier the same day and are due for another try. */
  readonly retry?: boolean;
  readonly limits?: Partial<PullLimits>;
}

/**
 * Collects from the sources; what one gives is taken in while others are still being asked. Files handed in meanwhile do
 * not wait for that: only taking in is done by one at a time.
 */
export async function collect(program: Program, call: CollectCall): Promise<CollectResult> {
  const { now, period, sourceId, retry = false, limits = {} } = call;
  const { database, settings } = program;
  const slot = [sourceId ?? (retry ? 'retry' : 'all'), period ?? ''].join(' ').trim();
  const folder = join(settings.dataDir, 'tmp', `pull-${process.pid}-${crypto.randomUUID()}`);
  return alone(database, 'ask sources', () =>
    runJob(program, 'collect', slot, now, async (station, runId) => {
      const sources = retry ? await sourcesToRetry(program, now) : await sourcesToAsk(program, sourceId);
      const failures: CollectResult['failures'][number][] = [];
      let result = nothingTaken;
      const groups = askSources(program, sources, { now, period, folder, limits });
      try {
        for (;;) {
          const { value: asked, done } = await station('collect', () => groups.next());
          if (done) break;
          const fetched = asked.flatMap((one) => one.fetched);
          const taken = await alone(database, 'collect', () =>
            takeInAll(program, fetched, now, runId, station),
          );
          await recordSourceOutcomes(database, outcomesOf(asked, refusalsOf(taken), now));
          failures.push(...failuresOf(asked));
          result = joined(result, taken);
        }
      } finally {
        await groups.return(undefined);
        await rm(folder, { recursive: true, force: true });
      }
      failures.sort((a, b) => (a.source_id < b.source_id ? -1 : 1));
      return resultOf(result, failures);
    }),
  );
}

const nothingTaken: Taken = {
  counts: { files: 0, new: 0, refused: 0, rows_read: 0, accepted: 0, rejected: 0, set_aside: 0 },
  deliveries: [],
  again: [],
  replaced: [],
  ids: new Map(),
};

function joined(a: Taken, b: Taken): Taken {
  const counts = Object.entries(a.counts).map(([name, n]) => [
    name,
    n + b.counts[name as keyof Taken['counts']],
  ]);
  return {
    counts: Object.fromEntries(counts) as Taken['counts'],
    deliveries: [...a.deliveries, ...b.deliveries],
    again: [...a.again, ...b.again],
    replaced: [...a.replaced, ...b.replaced],
    ids: new Map([...a.ids, ...b.ids]),
  };
}

function resultOf({ ids: _, counts, ...taken }: Taken, failures: CollectResult['failures']) {
  return { counts: { ...counts, failed_sources: failures.length }, ...taken, failures };
}

function failuresOf(asked: readonly Asked[]) {
  return asked.flatMap(({ source_id, failed, error }) =>
    failed && error ? [{ source_id, message: `${error.zh} | ${error.en}` }] : [],
  );
}

type Taken = Awaited<ReturnType<typeof takeInAll>>;

/** Why a file was refused as a whole, by its path. */
function refusalsOf({ ids, deliveries, again }: Taken): Map<string, Message> {
  const refusals = new Map([...deliveries, ...again].map(({ id, refusal }) => [id, refusal]));
  return new Map(
    [...ids].flatMap(([path, id]) => {
      const refusal = refusals.get(id);
      return refusal ? [[path, { zh: refusal.zh, en: refusal.en }] as const] : [];
    }),
  );
}

/** Takes in one file, for a tenant or for the one that its content names. */
export async function deliver(program: Program, arrival: Arrival, now: Date): Promise<CollectResult> {
  if (arrival.uscc !== null && !(await findTenant(program.database, arrival.uscc))) {
    throw new Refusal(
      'unknown_tenant',
      {
        zh: `企业“${arrival.uscc}”未登记，请先在tenants.csv中登记并载入`,
        en: `Tenant "${arrival.uscc}" is not registered: add it to tenants.csv and load the registry`,
      },
      { uscc: arrival.uscc },
    );
  }
  return alone(program.database, 'collect', () =>
    runJob(program, 'collect', `deliver ${arrival.uscc ?? ''}`.trim(), now, async (station, runId) =>
      resultOf(await takeInAll(program, [{ arrival, seen: null }], now, runId, station), []),
    ),
  );
}

async function takeInAll(
  program: Program,
  fetched: readonly Fetched[],
  now: Date,
  runId: string,
  station: Station,
) {
  const taken: TakenIn[] = [];
  const met: string[] = [];
  /** Which delivery each file is, whether or not it was one before. */
  const ids = new Map<string, string>();
  for (let at = 0; at < fetched.length; at += arrivalsAtOnce) {
    const some = fetched.slice(at, at + arrivalsAtOnce);
    const results = await station('accept', () =>
      takeIn(
        some.map(({ arrival }) => arrival),
        now,
        program.ingest,
        known(program, async (id, { path, fileTime }) => {
          ids.set(path, id);
          const again = await meetAgain(program.database, id, now, fileTime);
          if (again) met.push(id);
          return again;
        }),
      ),
    );
    const news = await station('record', async () => {
      const unread = await unreadAmong(program.database, results.map(toNewDelivery), met);
      return recordDeliveries(
        program.database,
        results.map(toNewDelivery),
        some.flatMap((file) => toSeenFile(file, ids, results, unread)),
        runId,
      );
    });
    for (const { findingFile } of results) if (findingFile) await rm(findingFile, { force: true });
    for (const one of results) news.has(one.delivery.id) ? taken.push(one) : met.push(one.delivery.id);
  }
  if (taken.length) await notify(program.database, 'deliveries_recorded', runId);
  const deliveries = await describeDeliveries(
    program.database,
    taken.map(({ delivery }) => delivery.id),
  );
  const sum = (of: (one: TakenIn['delivery']) => number) =>
    taken.reduce((total, { delivery }) => total + of(delivery), 0);
  return {
    counts: {
      files: fetched.length,
      new: taken.length,
      refused: sum(({ refusal }) => (refusal ? 1 : 0)),
      rows_read: sum(({ rowsRead }) => rowsRead),
      accepted: sum(({ accepted }) => accepted),
      rejected: sum(({ rejected }) => rejected),
      set_aside: sum(({ setAside }) => setAside),
    },
    deliveries,
    again: await describeDeliveries(program.database, met),
    replaced: await replacements(
      program.database,
      taken.map(({ delivery }) => delivery.id),
    ),
    ids,
  };
}
