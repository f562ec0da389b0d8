import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckSettings } from '../engine/duckdb.ts';
import type { FileProblem } from './bytes.ts';
import { type Candidate, candidate, type Refused, refused, type Understandable } from './candidate.ts';
import type { Arrival, Delivery, TakenIn } from './delivery.ts';
import type { History } from './file-rules.ts';
import { land } from './land.ts';
import { batches, readBatch } from './read-batch.ts';
import type { ReadLimits } from './reader.ts';
import type { Claims, ColumnMap } from './tables.ts';
import { understand } from './understand.ts';

export interface IngestSettings {
  readonly dataDir: string;
  readonly duck: DuckSettings;
  readonly limits: ReadLimits;
}

/** What ingest asks of those who know the registry and what was delivered before. */
export interface Known {
  /** Deliveries that are recorded already are left out of the answer. */
  isKnown(id: string, arrival: Arrival): Promise<boolean>;
  /** Registered tenants that a content names. */
  tenantsNamed(claims: Claims): Promise<readonly string[]>;
  /** A tenant's own column names. */
  columnMap(arrival: Arrival): Promise<ColumnMap | null>;
  history(usccs: readonly string[]): Promise<History>;
}

const landingsAtOnce = 16;

/** Stations 2 to 6 for files that have arrived: land, recognise, read, judge, lake. */
export async function takeIn(
  arrivals: readonly Arrival[],
  receivedAt: Date,
  settings: IngestSettings,
  known: Known,
): Promise<TakenIn[]> {
  const work = join(settings.dataDir, 'tmp', `work-${process.pid}-${crypto.randomUUID()}`);
  await mkdir(work, { recursive: true });
  const candidates: (Understandable | Refused)[] = [];
  try {
    for await (const met of meetAll(arrivals, settings, known, work)) candidates.push(met);
    const results = candidates.flatMap((one) =>
      'problem' in one ? [refused(one, one.problem, receivedAt)] : [],
    );
    const understood = candidates.filter((one): one is Understandable => !('problem' in one));
    for (const batch of batches(understood)) {
      const history = await known.history([...new Set(batch.map(({ uscc }) => uscc))]);
      results.push(...(await readBatch(batch, receivedAt, settings, history)));
    }
    return results.sort((a, b) => compareArrival(a.delivery, b.delivery));
  } finally {
    for (const one of candidates) if ('landing' in one) await one.landing.drop();
    await rm(work, { recursive: true, force: true });
  }
}

/** The order in which deliveries count: when they were taken in, then the file's own time, then the bytes' name. */
export function compareArrival(a: Delivery, b: Delivery): number {
  return (
    a.receivedAt.getTime() - b.receivedAt.getTime() ||
    a.fileTime.getTime() - b.fileTime.getTime() ||
    (a.sha256 < b.sha256 ? -1 : 1)
  );
}

/** Lands and recognises, some files at once. Of the same bytes twice the earlier file counts, whatever the order of the list. */
async function* meetAll(
  arrivals: readonly Arrival[],
  settings: IngestSettings,
  known: Known,
  work: string,
): AsyncGenerator<Understandable | Refused> {
  const seen = new Set<string>();
  const inTime = arrivals.toSorted(
    (a, b) => a.fileTime.getTime() - b.fileTime.getTime() || (a.path < b.path ? -1 : 1),
  );
  for (let at = 0; at < inTime.length; at += landingsAtOnce) {
    const group = await Promise.all(
      inTime.slice(at, at + landingsAtOnce).map((arrival) => meet(arrival, settings, known, work)),
    );
    for (const one of group) {
      if (one && !seen.has(one.id)) yield one;
      else if (one && 'landing' in one) await one.landing.drop();
      if (one) seen.add(one.id);
    }
  }
}

async function meet(
  arrival: Arrival,
  settings: IngestSettings,
  known: Known,
  work: string,
): Promise<Understandable | Refused | undefined> {
  const size = await stat(arrival.path).then(
    (entry) => entry.size,
    () => 0,
  );
  const limit = settings.limits.maxFileBytes;
  const landing =
    size > limit
      ? ({ id: 'too_large', value: `${Math.round(limit / 2 ** 20)} MB` } as const)
      : await land(arrival.path, settings.dataDir);
  if ('id' in landing) {
    const unread = notLanded(arrival, size);
    return (await known.isKnown(unread.id, arrival)) ? undefined : { ...unread, problem: landing };
  }
  let held = false;
  try {
    const met = await look(arrival, landing, settings, known, work);
    held = met !== undefined && 'landing' in met;
    return met;
  } finally {
    if (!held) await landing.drop();
  }
}

async function look(
  arrival: Arrival,
  landing: Exclude<Awaited<ReturnType<typeof land>>, FileProblem>,
  settings: IngestSettings,
  known: Known,
  work: string,
): Promise<Understandable | Refused | undefined> {
  const ofSender = candidate(arrival, arrival.uscc, landing);
  if (await known.isKnown(ofSender.id, arrival)) return undefined;
  // The same bytes may be met twice at once: each meeting has files of its own.
  const copy = join(work, `${ofSender.id}-${crypto.randomUUID()}`);
  const understood = await understand({
    path: landing.temporary,
    bytes: landing.bytes,
    copy,
    limits: settings.limits,
    columnMap: await known.columnMap(arrival),
  });
  if ('id' in understood) return { ...ofSender, problem: understood };
  if (ofSender.uscc !== null) return { ...ofSender, uscc: ofSender.uscc, landing, copy, understood };
  const named = await known.tenantsNamed(understood.claims);
  const [uscc] = named;
  if (uscc === undefined || named.length > 1)
    return { ...ofSender, problem: { id: 'tenant_unclear', value: named.join('、') } };
  const ofContent = candidate(arrival, uscc, landing);
  if (await known.isKnown(ofContent.id, arrival)) return undefined;
  return { ...ofContent, uscc, landing, copy, understood };
}

/** A file whose bytes were not taken is named by its place, its time and its size. */
function notLanded(arrival: Arrival, bytes: number): Candidate {
  const name = `${arrival.path} ${arrival.fileTime.getTime()} ${bytes}`;
  return candidate(arrival, arrival.uscc, { sha256: createHash('sha256').update(name).digest('hex'), bytes });
}
