import { safeFileName } from '../catalogue/file-name.ts';
import { addMonths, type Period, parsePeriod, periodOf, periodsBetween } from '../catalogue/period.ts';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import { periodMark, type SourceKind } from '../catalogue/source.ts';
import { bundleMessages } from '../ingest/bundle.ts';
import { listInbox } from '../ingest/inbox.ts';
import {
  type Fetched,
  failed,
  type Pull,
  type Pulled,
  type PullLimits,
  pullLimits,
} from '../ingest/sources/pull.ts';
import { maskedName } from '../ingest/tables/plain.ts';
import { seenFiles } from '../warehouse/deliveries.ts';
import type { listSources } from '../warehouse/registry.ts';
import type { SourcePlace, SourceState } from '../warehouse/sources.ts';
import type { Program } from './program.ts';
import { secretOf } from './secrets.ts';
import { withoutSecret } from './strike-out.ts';

export type Source = Awaited<ReturnType<typeof listSources>>[number];

/** What asking one source gave. */
export interface Asked {
  readonly source_id: string;
  readonly fetched: readonly Fetched[];
  readonly failed: boolean;
  readonly error: Message | null;
  /** Where it goes on, once what was fetched is recorded. */
  readonly place: SourcePlace | null;
}

export interface Asking {
  readonly now: Date;
  readonly period: Period | undefined;
  /** Where fetched files stay until they are landed. */
  readonly folder: string;
  readonly limits: Partial<PullLimits>;
  /** Ends the asking. */
  readonly signal: AbortSignal;
}

const mostMonths = 12;

/** Asks one source; that it failed is an answer too. */
export async function askOne(
  program: Program,
  source: Source,
  state: SourceState | null,
  asking: Asking,
): Promise<Asked> {
  if (source.kind !== 'inbox') return pullSource(program, source, state, asking);
  const none = { asked: null, position: null, etag: null, period: null };
  try {
    const unnamable: string[] = [];
    const fetched = await waitingFiles(program, source, asking, unnamable);
    const error = unnamable.length ? notOpened(unnamable) : null;
    return { source_id: source.source_id, fetched, failed: error !== null, error, place: none };
  } catch (error) {
    return {
      source_id: source.source_id,
      fetched: [],
      failed: true,
      error: messageOf(error, null),
      place: null,
    };
  }
}

function notOpened(names: readonly string[]): Message {
  const shown = names.slice(0, 3).map((name) => maskedName(safeFileName(name)));
  return {
    zh: `${names.length}个文件的文件名不是UTF-8编码，未读取（${shown.join('、')}）：请改名后重新放入`,
    en: `${names.length} files have names that are not UTF-8 and were not read (${shown.join(', ')}): rename them`,
  };
}

/** Files of an inbox that were not read before as they are. */
async function waitingFiles(
  { database, settings }: Program,
  source: Source,
  { period, folder }: Pick<Asking, 'period' | 'folder'>,
  unnamable: string[],
): Promise<Fetched[]> {
  const seen = new Map(
    (await seenFiles(database, source.source_id)).map((file) => [file.path, file.file_time.getTime()]),
  );
  const waiting = (await listInbox(settings.dataDir, source, unnamable)).filter(
    ({ path, fileTime, declaredPeriod }) =>
      seen.get(path) !== fileTime.getTime() && (!period || !declaredPeriod || declaredPeriod === period),
  );
  return (await bundleMessages(waiting, folder)).map(({ arrival, files }) => ({
    arrival,
    files,
    // A path with a person's number in it is not remembered: such a file is met again each time, by its bytes.
    seen: files.some(({ path }) => maskedName(path) !== path) ? null : { path: arrival.path, bytes: null },
  }));
}

/** Pulls a source, month by month where it is asked by month; what came before a failure is kept. */
async function pullSource(
  program: Program,
  source: Source,
  state: SourceState | null,
  { now, period, folder, limits, signal: left }: Asking,
): Promise<Asked> {
  const fetched: Fetched[] = [];
  let place: SourcePlace | null = null;
  let problem: Message | null = null;
  let secret: string | null = null;
  const patience = program.settings.sourceMinutes * 60_000;
  const all = { ...pullLimits, maxFileBytes: program.settings.maxFileBytes, patience, ...limits };
  const late = AbortSignal.timeout(all.patience);
  const signal = AbortSignal.any([late, left]);
  try {
    secret = await secretOf(program, source.source_id);
    const seen = new Map(
      (await seenFiles(program.database, source.source_id)).map(({ path, bytes, file_time }) => [
        path,
        { bytes: Number(bytes), fileTime: file_time.getTime() },
      ]),
    );
    for (const month of monthsToAsk(source, state, period, now)) {
      const pulled: Pulled = await pullOf(source.kind as SourceKind)({
        source,
        period: month,
        secret,
        place: standing(state),
        seen,
        now,
        folder,
        limits: all,
        signal,
      });
      fetched.push(...pulled.fetched);
      problem ??= pulled.problem;
      place = { ...pulled.place, period: later(month, state?.period ?? null) };
    }
    return { source_id: source.source_id, fetched, failed: problem !== null, error: problem, place };
  } catch (error) {
    const said = late.aborted ? tooSlow(all.patience) : error;
    return { source_id: source.source_id, fetched, failed: true, error: messageOf(said, secret), place };
  }
}

const standing = (state: SourceState | null): Pull['place'] =>
  state && state.asked !== null ? { asked: state.asked, position: state.position, etag: state.etag } : null;
const later = (a: string | null, b: string | null) => (a === null || b === null ? (a ?? b) : a > b ? a : b);

/** Each kind is loaded when it is first asked. */
function pullOf(kind: SourceKind): (pull: Pull) => Promise<Pulled> {
  return async (pull) => {
    if (kind === 'http') return (await import('../ingest/sources/http.ts')).pullHttp(pull);
    if (kind === 'sftp') return (await import('../ingest/sources/sftp.ts')).pullSftp(pull);
    return (await import('../ingest/sources/postgres.ts')).pullPostgres(pull);
  };
}

/**
 * Months that a source is asked for: the one before this month, and those since the last that it was asked for, when
 * nobody asked meanwhile. A source that does not know months is asked once, for all it has.
 */
export function monthsToAsk(
  { location, options }: Pick<Source, 'location' | 'options'>,
  state: Pick<SourceState, 'period'> | null,
  period: Period | undefined,
  now: Date,
): (Period | null)[] {
  if (!location.includes(periodMark) && !options.period_column) return [null];
  if (period) return [period];
  const last = addMonths(periodOf(now), -1);
  const from = parsePeriod(state?.period ?? '') ?? last;
  return from < last ? periodsBetween(from, last).slice(-mostMonths) : [last];
}

const tooSlow = (patience: number) =>
  failed(
    `超过${Math.ceil(patience / 60_000)}分钟仍未取完，将自动重试`,
    `Not done within ${Math.ceil(patience / 60_000)} minutes: it is tried again`,
  );

function messageOf(error: unknown, secret: string | null): Message {
  const said = error instanceof Error ? error.message : String(error);
  const { zh, en } =
    error instanceof Refusal ? error.text : { zh: `读取失败：${said}`, en: `Reading failed: ${said}` };
  return { zh: withoutSecret(zh, secret), en: withoutSecret(en, secret) };
}
