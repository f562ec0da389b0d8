import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Arrival, TakenIn } from '../ingest/delivery.ts';
import { listInbox } from '../ingest/inbox.ts';
import { takeIn } from '../ingest/take-in.ts';
import { alone } from '../warehouse/database.ts';
import {
  meetAgain,
  type NewDelivery,
  recordDeliveries,
  type SeenFile,
  seenFiles,
} from '../warehouse/deliveries.ts';
import { describeDeliveries } from '../warehouse/delivery-description.ts';
import { notify } from '../warehouse/notify.ts';
import { findTenant, listSources } from '../warehouse/registry.ts';
import { replacements } from '../warehouse/versions.ts';
import { known } from './known.ts';
import type { Program } from './program.ts';
import { runJob, type Station } from './run-job.ts';

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

/** Collects what waits in the inbox sources. A source that fails does not hold up the others. */
export async function collect(
  program: Program,
  { now, period, sourceId }: { now: Date; period?: Period | undefined; sourceId?: string | undefined },
): Promise<CollectResult> {
  const slot = [sourceId ?? 'all', period ?? ''].join(' ').trim();
  return alone(program.database, 'collect', () =>
    runJob(program, 'collect', slot, now, async (station, runId) => {
      const { arrivals, failures } = await station('collect', () => waiting(program, period, sourceId));
      return { ...(await takeInAll(program, arrivals, now, runId, station, failures.length)), failures };
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
    runJob(program, 'collect', `deliver ${arrival.uscc ?? ''}`.trim(), now, async (station, runId) => ({
      ...(await takeInAll(program, [arrival], now, runId, station, 0)),
      failures: [],
    })),
  );
}

async function waiting(program: Program, period: Period | undefined, sourceId: string | undefined) {
  const sources = (await listSources(program.database)).filter(
    (source) => source.kind === 'inbox' && (!sourceId || source.source_id === sourceId),
  );
  if (sourceId && sources.length === 0) {
    throw new Refusal(
      'unknown_source',
      {
        zh: `报送源“${sourceId}”未登记或不是收件目录`,
        en: `Source "${sourceId}" is not registered, or is not an inbox`,
      },
      { source_id: sourceId },
    );
  }
  const arrivals: Arrival[] = [];
  const failures: { source_id: string; message: string }[] = [];
  for (const source of sources) {
    try {
      const seen = new Map(
        (await seenFiles(program.database, source.source_id)).map((file) => [
          file.path,
          file.file_time.getTime(),
        ]),
      );
      const listed = await listInbox(program.settings.dataDir, source);
      arrivals.push(
        ...listed.filter(
          ({ path, fileTime, declaredPeriod }) =>
            seen.get(path) !== fileTime.getTime() &&
            (!period || !declaredPeriod || declaredPeriod === period),
        ),
      );
    } catch (error) {
      failures.push({
        source_id: source.source_id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return { arrivals, failures };
}

async function takeInAll(
  program: Program,
  arrivals: readonly Arrival[],
  now: Date,
  runId: string,
  station: Station,
  failedSources: number,
) {
  const taken: TakenIn[] = [];
  const met: string[] = [];
  for (let at = 0; at < arrivals.length; at += arrivalsAtOnce) {
    const some = arrivals.slice(at, at + arrivalsAtOnce);
    const results = await station('accept', () =>
      takeIn(
        some,
        now,
        program.ingest,
        known(program, async (id, { fileTime }) => {
          const again = await meetAgain(program.database, id, now, fileTime);
          if (again) met.push(id);
          return again;
        }),
      ),
    );
    await station('record', () =>
      recordDeliveries(
        program.database,
        results.map(toNewDelivery),
        some.flatMap((arrival) => toSeenFile(arrival, results)),
        runId,
      ),
    );
    taken.push(...results);
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
      files: arrivals.length,
      new: taken.length,
      refused: sum(({ refusal }) => (refusal ? 1 : 0)),
      rows_read: sum(({ rowsRead }) => rowsRead),
      accepted: sum(({ accepted }) => accepted),
      rejected: sum(({ rejected }) => rejected),
      set_aside: sum(({ setAside }) => setAside),
      failed_sources: failedSources,
    },
    deliveries,
    again: await describeDeliveries(program.database, met),
    replaced: await replacements(
      program.database,
      taken.map(({ delivery }) => delivery.id),
    ),
  };
}

function toNewDelivery({ delivery, findings }: TakenIn): NewDelivery {
  return {
    id: delivery.id,
    sha256: delivery.sha256,
    bytes: delivery.bytes,
    uscc: delivery.uscc,
    source_id: delivery.sourceId,
    file_name: delivery.fileName,
    file_time: delivery.fileTime,
    received_at: delivery.receivedAt,
    declared_period: delivery.declaredPeriod,
    format: delivery.format,
    encoding: delivery.encoding,
    template: delivery.template,
    recognition: delivery.recognition,
    part_count: delivery.recognition?.parts.length ?? null,
    relation: delivery.template === 'event' ? 'event' : 'line',
    kept: delivery.kept,
    refusal_id: delivery.refusal?.id ?? null,
    refusal_value: delivery.refusal?.value ?? null,
    ignored_columns: [...delivery.ignoredColumns],
    rows_read: delivery.rowsRead,
    accepted: delivery.accepted,
    rejected: delivery.rejected,
    set_aside: delivery.setAside,
    lake_file: delivery.lakeFile,
    coverage: delivery.coverage,
    findings,
  };
}

function toSeenFile({ sourceId, path, fileTime, uscc }: Arrival, results: readonly TakenIn[]): SeenFile[] {
  if (sourceId === null) return [];
  const own = results.find(
    ({ delivery }) =>
      delivery.sourceId === sourceId &&
      delivery.uscc === uscc &&
      delivery.fileTime.getTime() === fileTime.getTime(),
  );
  return [
    {
      source_id: sourceId,
      path,
      bytes: own?.delivery.bytes ?? 0,
      file_time: fileTime,
      delivery_id: own?.delivery.id ?? '',
    },
  ];
}
