import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withDuckDB } from '../engine/duckdb.ts';
import type { FileProblem } from './bytes.ts';
import {
  type Candidate,
  candidate,
  type Met,
  recognisedOf,
  refused,
  type UnderstoodFile,
  type UnderstoodMessages,
} from './candidate.ts';
import type { Arrival, Delivery, TakenIn } from './delivery.ts';
import type { History } from './file-rules.ts';
import { detect } from './format.ts';
import { type Landing, land } from './land.ts';
import { summarisedDeclarations } from './messages/assemble.ts';
import { batches, readBatch } from './read-batch.ts';
import { readEventsOf } from './read-events.ts';
import { readMessagesOf } from './read-messages.ts';
import type { Format } from './reader.ts';
import type { IngestSettings, Known } from './settings.ts';
import type { Claims } from './tables.ts';
import { noClaims, understand } from './understand.ts';
import { holdsMessages, understandMessages } from './understand-messages.ts';

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
  const met: Met[] = [];
  try {
    for await (const one of meetAll(arrivals, settings, known, work)) met.push(one);
    return await judgeAll(met, receivedAt, settings, known);
  } finally {
    for (const one of met) if ('landing' in one) await one.landing?.drop();
    await rm(work, { recursive: true, force: true });
  }
}

/** Lines before returns: a return looks at the lines that came with it. */
export async function judgeAll(
  met: readonly Met[],
  receivedAt: Date,
  settings: IngestSettings,
  known: Known,
): Promise<TakenIn[]> {
  const results = met.flatMap((one) => ('problem' in one ? [refused(one, one.problem, receivedAt)] : []));
  const files = met.filter((one): one is UnderstoodFile => 'understood' in one);
  const messages = met.filter((one): one is UnderstoodMessages => 'messages' in one);
  const historyOf = (some: readonly UnderstoodFile[]) =>
    historyWithSummaries([...new Set(some.map(({ uscc }) => uscc))], settings, known);
  for (const batch of batches(files.filter(({ understood }) => understood.relation === 'line')))
    results.push(...(await readBatch(batch, receivedAt, settings, await historyOf(batch))));
  results.push(...(await readMessagesOf(messages, results, receivedAt, settings, known)));
  const events = files.filter(({ understood }) => understood.relation === 'event');
  results.push(...(await readEventsOf(events, results, receivedAt, settings, known)));
  return results.sort((a, b) => compareArrival(a.delivery, b.delivery));
}

/** The lines of a declaration that only sums lists up come by another way: they must not count beside the lists. */
async function historyWithSummaries(
  usccs: readonly string[],
  { duck: settings, dataDir }: IngestSettings,
  known: Known,
): Promise<History> {
  const history = await known.history(usccs);
  const summaries: { uscc: string; declaration_no: string }[] = [];
  for (const [uscc, files] of await known.messageFiles(usccs)) {
    const codes = history.tenants.find((tenant) => tenant.uscc === uscc)?.customs_code;
    const found = await withDuckDB({ ...settings, folders: [...settings.folders, dataDir] }, (duck) =>
      summarisedDeclarations(duck, files, [uscc, ...(codes ? [codes] : [])]),
    );
    summaries.push(...found.map((declaration_no) => ({ uscc, declaration_no })));
  }
  return { ...history, summaries };
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
): AsyncGenerator<Met> {
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
      else if (one && 'landing' in one) await one.landing?.drop();
      if (one) seen.add(one.id);
    }
  }
}

async function meet(
  arrival: Arrival,
  settings: IngestSettings,
  known: Known,
  work: string,
): Promise<Met | undefined> {
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

type Looked = Pick<UnderstoodFile, 'understood'> | Pick<UnderstoodMessages, 'messages' | 'format'>;

async function look(
  arrival: Arrival,
  landing: Landing,
  settings: IngestSettings,
  known: Known,
  work: string,
): Promise<Met | undefined> {
  const ofSender = candidate(arrival, arrival.uscc, landing);
  if (await known.isKnown(ofSender.id, arrival)) return undefined;
  // The same bytes may be met twice at once: each meeting has files of its own.
  const copy = join(work, `${ofSender.id}-${crypto.randomUUID()}`);
  const found = await lookInside(arrival, landing, copy, settings, known);
  if ('id' in found) return { ...ofSender, problem: found };
  if (ofSender.uscc !== null) return { ...ofSender, uscc: ofSender.uscc, landing, copy, ...found };
  const named = await known.tenantsNamed(claimsOf(found));
  const [uscc] = named;
  if (uscc === undefined || named.length > 1) {
    const problem = { id: 'tenant_unclear', value: named.join('、') || '–' } as const;
    return { ...ofSender, problem, recognised: recognisedOf(found, null) };
  }
  const ofContent = candidate(arrival, uscc, landing);
  if (await known.isKnown(ofContent.id, arrival)) return undefined;
  return { ...ofContent, uscc, landing, copy, ...found };
}

async function lookInside(
  arrival: Arrival,
  { temporary: path, bytes }: Landing,
  copy: string,
  settings: IngestSettings,
  known: Known,
): Promise<FileProblem | Looked> {
  const file = { path, bytes, copy, limits: settings.limits };
  const format = await detect(path, bytes);
  if (typeof format === 'object') return format;
  const isMessages = format === 'ceb' || (format === 'zip' && (await holdsMessages(file)));
  if (typeof isMessages === 'object') return isMessages;
  if (isMessages) {
    const messages = await understandMessages(format as 'ceb' | 'zip', file, settings);
    return 'id' in messages ? messages : { messages, format: format as 'ceb' | 'zip' };
  }
  const understood = await understand(format as Exclude<Format, 'ceb'>, {
    ...file,
    columnMap: await known.columnMap(arrival),
  });
  return 'id' in understood ? understood : { understood };
}

function claimsOf(found: Looked): Claims {
  if ('understood' in found) return found.understood.claims;
  return { ...noClaims, usccs: found.messages.claims.ebcCodes };
}

/** A file whose bytes were not taken is named by its place, its time and its size. */
function notLanded(arrival: Arrival, bytes: number): Candidate {
  const name = `${arrival.path} ${arrival.fileTime.getTime()} ${bytes}`;
  return candidate(arrival, arrival.uscc, { sha256: createHash('sha256').update(name).digest('hex'), bytes });
}
