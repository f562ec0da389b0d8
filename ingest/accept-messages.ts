import { join } from 'node:path';
import { withDuckDB } from '../engine/duckdb.ts';
import { accept, type Judged } from './accept.ts';
import { type AcceptedEvents, acceptEvents } from './accept-events.ts';
import type { UnderstoodMessages } from './candidate.ts';
import type { Coverage, Finding } from './delivery.ts';
import type { History } from './file-rules.ts';
import { withFresh } from './fresh-history.ts';
import { type Assembled, assembleMessages } from './messages/assemble.ts';
import type { IngestSettings } from './settings.ts';
import { canonicalCells, noClaims } from './understand.ts';

export interface AcceptedMessages {
  readonly counts: Assembled['counts'];
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly eventCoverage: readonly Coverage[];
  readonly lakeFile: string | null;
  readonly eventFile: string | null;
}

/** What the rules look at, and what returns do: the lines judged in the same go, too. */
export interface Past {
  readonly history: History;
  readonly beside: History;
}

/**
 * What a file of messages changes: the lines, returns and cancellations of every mode, flow and month that it touches,
 * made anew from all messages of the tenant so far, and judged like any other row.
 */
export async function acceptMessages(
  candidate: UnderstoodMessages,
  earlierRecords: readonly string[],
  receivedAt: Date,
  { history, beside }: Past,
  settings: IngestSettings,
): Promise<AcceptedMessages> {
  const { id: delivery, uscc, copy } = candidate;
  const codes = history.tenants.find((tenant) => tenant.uscc === uscc)?.customs_code;
  // A message's month is that of its receipt, whatever month it was sent for.
  const about = { delivery, uscc, receivedAt, declaredPeriod: null };
  const assembled = await withDuckDB(
    { ...settings.duck, folders: [...settings.duck.folders, settings.dataDir] },
    (duck) =>
      assembleMessages(
        duck,
        { ...about, customsCodes: codes ? [codes] : [], inForce: beside },
        earlierRecords,
        candidate.messages.path,
        copy,
      ),
  );
  const lines = await acceptLines(candidate, assembled, receivedAt, history, settings);
  const lakeFile = lines?.lakeFile ?? null;
  const coverage = [...(lines?.judged.coverage ?? []), ...emptied(assembled.touched, lines?.judged.coverage)];
  const standing = withFresh(beside, [{ id: delivery, uscc, lakeFile, coverage }], settings.dataDir);
  const events = sum(assembled.touchedEvents)
    ? await acceptEvents({ ...about, path: assembled.eventCopy, byMessage: true }, standing, settings)
    : undefined;
  return {
    counts: countsOf(assembled, lines?.judged, events),
    findings: [...assembled.findings, ...(lines?.judged.findings ?? []), ...(events?.findings ?? [])],
    coverage,
    eventCoverage: [...(events?.coverage ?? []), ...emptied(assembled.touchedEvents, events?.coverage)],
    lakeFile,
    eventFile: events?.eventFile ?? null,
  };
}

function sum(cells: Assembled['touched']): number {
  return cells.reduce((all, { lines }) => all + lines, 0);
}

async function acceptLines(
  { id, uscc, arrival }: UnderstoodMessages,
  assembled: Assembled,
  receivedAt: Date,
  history: History,
  settings: IngestSettings,
): Promise<{ judged: Judged; lakeFile: string } | undefined> {
  const rows = sum(assembled.touched);
  if (rows === 0) return undefined;
  const file = {
    delivery: id,
    uscc,
    receivedAt,
    declaredPeriod: null,
    fileName: arrival.fileName,
    claims: noClaims,
    totals: [],
    ...canonicalCells(assembled.lineCopy, rows),
  };
  const { judged, lakeFile } = await accept([file], history, settings);
  return { judged: judged[0] as Judged, lakeFile };
}

/** Months that the file has touched and in which nothing stands any more are covered with nothing. */
function emptied(touched: Assembled['touched'], covered: readonly Coverage[] = []): Coverage[] {
  const stands = new Set(
    covered.map(({ customs_mode, flow, period }) => `${customs_mode} ${flow} ${period}`),
  );
  return touched
    .filter(({ customs_mode, flow, period }) => !stands.has(`${customs_mode} ${flow} ${period}`))
    .map(({ customs_mode, flow, period }) => ({ customs_mode, flow, period, lines: 0, rates: [] }));
}

/** Records of this file whose line or event the rules reject count among the rejected, too. */
function countsOf(
  { counts }: Assembled,
  lines: Judged | undefined,
  events: AcceptedEvents | undefined,
): Assembled['counts'] {
  const rejected = new Set(
    [...(lines?.findings ?? []), ...(events?.findings ?? [])]
      .filter((finding) => finding.class === 'must_fix' && isOwn(finding))
      .map(({ part }) => part),
  ).size;
  const moved = Math.min(rejected, counts.accepted);
  return { ...counts, accepted: counts.accepted - moved, rejected: counts.rejected + moved };
}

/** The place of an earlier file's record begins with that file's name. */
function isOwn({ part }: Finding): boolean {
  return part !== null && !/^messages-[0-9a-f]+:/.test(part);
}

/** Where the records of a delivery of messages rest, below the data folder. */
export function messageFilePath(delivery: string): string {
  return join('lake', `messages-${delivery}.parquet`);
}
