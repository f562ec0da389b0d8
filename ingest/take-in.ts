import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLegalPair, legalPairs } from '../catalogue/mode.ts';
import { parsePeriod, periodOf } from '../catalogue/period.ts';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import { fileRefusalMessage } from '../catalogue/rules.ts';
import type { DuckSettings } from '../engine/duckdb.ts';
import { accept, byLayout, Irregular, type Judged, type Readable, Scattered } from './accept.ts';
import { type Encoding, type FileProblem, inspectBytes, transcode } from './bytes.ts';
import { type Arrival, type Coverage, type Delivery, deliveryId, type StoppedRow } from './delivery.ts';
import { rewriteExactly } from './exact-rows.ts';
import { type Landing, land } from './land.ts';
import { type Layout, recognise } from './recognise.ts';

export interface IngestSettings {
  readonly dataDir: string;
  readonly duck: DuckSettings;
  readonly maxFileBytes: number;
  readonly maxLineBytes: number;
}

export interface TakenIn {
  readonly delivery: Delivery;
  readonly stopped: readonly StoppedRow[];
}

/** Landed, recognised, not yet read. */
interface Candidate {
  readonly arrival: Arrival;
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly encoding: Encoding | null;
  readonly layout: Layout | null;
  readonly problem: FileProblem | null;
  readonly path: string;
  readonly needsPlainCells: boolean;
  readonly rows: number;
  readonly exact: boolean;
}

const filesPerBatch = 400;
const bytesPerBatch = 256 << 20;
const landingsAtOnce = 16;

/**
 * Stations 2 to 6 for files that have arrived: land, recognise, read, judge, lake. `isKnown` says which deliveries
 * the registry already holds; those are left out of the answer.
 */
export async function takeIn(
  arrivals: readonly Arrival[],
  receivedAt: Date,
  settings: IngestSettings,
  isKnown: (id: string, arrival: Arrival) => Promise<boolean>,
): Promise<TakenIn[]> {
  const work = join(settings.dataDir, 'tmp', `work-${process.pid}-${crypto.randomUUID()}`);
  await mkdir(work, { recursive: true });
  try {
    const candidates: Candidate[] = [];
    const seen = new Set<string>();
    // Of the same bytes twice the earlier file counts, whatever the order of the list.
    const inTime = arrivals.toSorted(
      (a, b) => a.fileTime.getTime() - b.fileTime.getTime() || (a.path < b.path ? -1 : 1),
    );
    for (let at = 0; at < inTime.length; at += landingsAtOnce) {
      const group = await Promise.all(
        inTime.slice(at, at + landingsAtOnce).map((arrival) => meet(arrival, settings, isKnown, work)),
      );
      for (const candidate of group) {
        if (candidate && !seen.has(candidate.id)) candidates.push(candidate);
        if (candidate) seen.add(candidate.id);
      }
    }
    const results = candidates
      .filter(({ problem }) => problem)
      .map((candidate) => refused(candidate, receivedAt));
    for (const batch of batches(candidates.filter(({ problem }) => !problem)))
      results.push(...(await readBatch(batch, receivedAt, settings, work)));
    return results.sort((a, b) => compareArrival(a.delivery, b.delivery));
  } finally {
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

async function meet(
  arrival: Arrival,
  settings: IngestSettings,
  isKnown: (id: string, arrival: Arrival) => Promise<boolean>,
  work: string,
): Promise<Candidate | undefined> {
  const size = await stat(arrival.path).then(
    (entry) => entry.size,
    () => 0,
  );
  const limit = settings.maxFileBytes;
  const landing: Landing | FileProblem =
    size > limit
      ? { id: 'too_large', value: `${Math.round(limit / 2 ** 20)} MB` }
      : await land(arrival.path, settings.dataDir);
  if ('id' in landing) {
    const unread = notLanded(arrival, size, landing);
    return (await isKnown(unread.id, arrival)) ? undefined : unread;
  }
  try {
    const { sha256, bytes } = landing;
    const id = deliveryId(arrival.uscc, sha256, arrival.declaredPeriod);
    if (await isKnown(id, arrival)) return undefined;
    // The same bytes may be met twice at once: each meeting has files of its own.
    const copy = join(work, `${id}-${crypto.randomUUID()}`);
    const understood = await understand(landing.temporary, bytes, settings, copy);
    const known = { arrival, id, sha256, bytes };
    // What is refused is not kept: it may hold what must not be kept. The sender's file stays where it was.
    if ('id' in understood)
      return {
        ...known,
        encoding: null,
        layout: null,
        problem: understood,
        path: '',
        needsPlainCells: false,
        rows: 0,
        exact: false,
      };
    const kept = await landing.keep();
    return { ...known, ...understood, problem: null, path: understood.path ?? kept.path };
  } finally {
    await landing.drop();
  }
}

/** A file whose bytes were not taken is named by its place, its time and its size. */
function notLanded(arrival: Arrival, size: number, problem: FileProblem): Candidate {
  const name = `${arrival.path} ${arrival.fileTime.getTime()} ${size}`;
  const sha256 = createHash('sha256').update(name).digest('hex');
  return {
    arrival,
    id: deliveryId(arrival.uscc, sha256, arrival.declaredPeriod),
    sha256,
    bytes: size,
    encoding: null,
    layout: null,
    problem,
    path: '',
    needsPlainCells: false,
    rows: 0,
    exact: false,
  };
}

async function understand(
  path: string,
  size: number,
  settings: IngestSettings,
  utf8Path: string,
): Promise<
  | FileProblem
  | (Pick<Candidate, 'needsPlainCells' | 'rows' | 'exact'> & {
      encoding: Encoding;
      layout: Layout;
      path: string | null;
    })
> {
  const facts = await inspectBytes(path, size, settings.maxLineBytes);
  if ('id' in facts) return facts;
  const isUtf8 = facts.encoding.startsWith('utf-8');
  const problem = isUtf8 ? undefined : await transcode(path, facts.encoding, utf8Path);
  if (problem) return problem;
  const readable = isUtf8 ? path : utf8Path;
  // What a UTF-16 file holds shows in its copy only.
  const seen =
    facts.encoding === 'utf-16le' ? await inspectBytes(readable, size, settings.maxLineBytes) : facts;
  if ('id' in seen) return seen;
  const layout = await recognise(readable);
  if ('id' in layout) return layout;
  if (!seen.blankLines)
    return {
      encoding: facts.encoding,
      layout,
      needsPlainCells: seen.needsPlainCells,
      rows: seen.lines - 1,
      exact: false,
      path: isUtf8 ? null : utf8Path,
    };
  const exactPath = `${utf8Path}.exact`;
  const copied = await rewriteExactly(readable, layout, exactPath, settings.maxLineBytes);
  if ('id' in copied) return copied;
  return {
    encoding: facts.encoding,
    layout,
    needsPlainCells: true,
    rows: copied.rows,
    exact: true,
    path: exactPath,
  };
}

/** As many files as fit are read together; the same bytes twice (two tenants) never are. */
function batches(candidates: readonly Candidate[]): Candidate[][] {
  const found: Candidate[][] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    const batch = found.at(-1);
    const fits =
      batch !== undefined &&
      batch.length < filesPerBatch &&
      bytes + candidate.bytes <= bytesPerBatch &&
      !batch.some(({ path }) => path === candidate.path);
    if (fits) batch.push(candidate);
    else found.push([candidate]);
    bytes = fits ? bytes + candidate.bytes : candidate.bytes;
  }
  return found;
}

async function readBatch(
  batch: readonly Candidate[],
  receivedAt: Date,
  settings: IngestSettings,
  work: string,
): Promise<TakenIn[]> {
  if (batch.length === 0) return [];
  try {
    const { lakeFile, judged } = await accept(
      batch.map((candidate) => readable(candidate, receivedAt)),
      settings.dataDir,
      settings.duck,
    );
    return batch.map((candidate, at) =>
      judgedDelivery(candidate, judged[at] as Judged, lakeFile, receivedAt),
    );
  } catch (error) {
    const groups = byLayout(batch);
    if (error instanceof Scattered && groups.length > 1) {
      const results: TakenIn[] = [];
      for (const group of groups) results.push(...(await readBatch(group, receivedAt, settings, work)));
      return results;
    }
    if (!(error instanceof Irregular)) throw error;
    const named = error.files.map(({ delivery }) => delivery);
    const irregular = batch.filter(({ id, exact }) => named.includes(id) && !exact);
    // A file that even its exact copy cannot make regular would come back for ever: that is a fault of ours, not a row's.
    if (irregular.length === 0) throw error;
    const again: Candidate[] = [];
    for (const candidate of batch)
      again.push(irregular.includes(candidate) ? await copyExactly(candidate, settings, work) : candidate);
    return [
      ...again.filter(({ problem }) => problem).map((candidate) => refused(candidate, receivedAt)),
      ...(await readBatch(
        again.filter(({ problem }) => !problem),
        receivedAt,
        settings,
        work,
      )),
    ];
  }
}

async function copyExactly(candidate: Candidate, settings: IngestSettings, work: string): Promise<Candidate> {
  const path = join(work, `${candidate.id}.exact`);
  const layout = candidate.layout as Layout;
  const copied = await rewriteExactly(candidate.path, layout, path, settings.maxLineBytes);
  if ('id' in copied) return { ...candidate, problem: copied };
  return { ...candidate, path, exact: true, needsPlainCells: true, rows: copied.rows };
}

function readable(
  { id, arrival, path, layout, needsPlainCells, rows, exact }: Candidate,
  receivedAt: Date,
): Readable {
  return {
    delivery: id,
    uscc: arrival.uscc,
    receivedAt,
    declaredPeriod: arrival.declaredPeriod,
    path,
    layout: layout as Layout,
    needsPlainCells,
    rows,
    exact,
  };
}

function base({ id, sha256, bytes, arrival, encoding }: Candidate, receivedAt: Date) {
  const { uscc, sourceId, fileName, fileTime, declaredPeriod } = arrival;
  return { id, sha256, bytes, uscc, sourceId, fileName, fileTime, receivedAt, declaredPeriod, encoding };
}

function refused(candidate: Candidate, receivedAt: Date): TakenIn {
  const { id, value } = candidate.problem as { id: FileRefusalId; value: string };
  return {
    delivery: {
      ...base(candidate, receivedAt),
      format: null,
      template: null,
      refusal: { id, value, ...fileRefusalMessage(id, value) },
      ignoredColumns: [],
      rowsRead: 0,
      accepted: 0,
      rejected: 0,
      setAside: 0,
      coverage: [],
      lakeFile: null,
    },
    stopped: [],
  };
}

function judgedDelivery(candidate: Candidate, judged: Judged, lakeFile: string, receivedAt: Date): TakenIn {
  const { counts } = judged;
  const rowsRead = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
  if (rowsRead === 0) return refused({ ...candidate, problem: { id: 'no_rows', value: '' } }, receivedAt);
  const nil = nilCoverage(judged, receivedAt, candidate.arrival.declaredPeriod);
  const accepted = (counts.accepted ?? 0) + nil.accepted;
  const rejected = (counts.rejected ?? 0) + nil.stopped.length;
  const layout = candidate.layout as Layout;
  return {
    delivery: {
      ...base(candidate, receivedAt),
      format: 'csv',
      template: 'line',
      refusal: null,
      ignoredColumns: layout.header.filter((_, at) => layout.columns[at] === null),
      rowsRead,
      accepted,
      rejected,
      setAside: rowsRead - accepted - rejected,
      coverage: [...judged.coverage, ...nil.coverage],
      lakeFile,
    },
    stopped: [...judged.stopped, ...nil.stopped],
  };
}

/** Nil returns as coverage without lines: of one legal pair, or of all pairs when neither mode nor flow is given. */
function nilCoverage(judged: Judged, receivedAt: Date, declared: string | null) {
  // A line that was rejected is business too: it never makes room for a zero.
  const spoken = [...judged.coverage, ...judged.rejectedOnly];
  const covered = new Map<string, Coverage>();
  const stopped: StoppedRow[] = [];
  let accepted = 0;
  for (const { row, customs_mode, flow, period } of judged.nils) {
    const month = period === null ? undefined : parsePeriod(period);
    const pairs =
      customs_mode === null && flow === null
        ? legalPairs
        : isLegalPair(customs_mode ?? '', flow ?? '')
          ? [{ mode: customs_mode ?? '', flow: flow ?? '' }]
          : [];
    const free = pairs.filter(
      ({ mode, flow }) =>
        !spoken.some((c) => c.customs_mode === mode && c.flow === flow && c.period === month),
    );
    const isMonth =
      month !== undefined && month <= periodOf(receivedAt) && (declared === null || declared === month);
    if (isMonth && pairs.length > 0 && free.length === pairs.length) {
      accepted += 1;
      for (const { mode, flow } of free)
        covered.set(`${mode} ${flow} ${month}`, {
          customs_mode: mode,
          flow,
          period: month,
          lines: 0,
          rates: [],
        });
    } else {
      const wrong = isMonth
        ? { column_name: 'customs_mode', value: [customs_mode, flow, month].filter(Boolean).join(' ') }
        : { column_name: 'released_on', value: period };
      stopped.push({ row, outcome: 'rejected', period: month ?? null, rule: 'nil_form', ...wrong });
    }
  }
  return { accepted, stopped, coverage: [...covered.values()] };
}
