import { accept, Irregular, type Judged, Scattered } from './accept.ts';
import {
  base,
  nothing,
  type Refused,
  recognisedOf,
  refused,
  tenantFrom,
  type UnderstoodFile,
} from './candidate.ts';
import type { Finding, TakenIn } from './delivery.ts';
import { rewriteExactly } from './exact-rows.ts';
import type { History } from './file-rules.ts';
import { keep } from './keep.ts';
import { nilReturns } from './nil-returns.ts';
import { byLayout, type Readable } from './read-cells.ts';
import { findingsHeld } from './row-findings.ts';
import type { IngestSettings } from './settings.ts';
import { maskedName } from './tables/plain.ts';

const filesPerBatch = 400;
const bytesPerBatch = 256 << 20;
/** Putting bytes to rest is waiting for the disk: several wait together. */
const keptAtOnce = 16;

/** As many files as fit are read together; the same bytes twice (two tenants) never are. */
export function batches(candidates: readonly UnderstoodFile[]): UnderstoodFile[][] {
  const found: UnderstoodFile[][] = [];
  let bytes = 0;
  let met = new Set<string>();
  for (const candidate of candidates) {
    const batch = found.at(-1);
    const fits =
      batch !== undefined &&
      batch.length < filesPerBatch &&
      bytes + candidate.bytes <= bytesPerBatch &&
      !met.has(candidate.sha256);
    if (fits) batch.push(candidate);
    else found.push([candidate]);
    bytes = fits ? bytes + candidate.bytes : candidate.bytes;
    met = fits ? met.add(candidate.sha256) : new Set([candidate.sha256]);
  }
  return found;
}

/** Judges files together; those that DuckDB's reader cannot take as they are come again as copies. */
export async function readBatch(
  batch: readonly UnderstoodFile[],
  receivedAt: Date,
  settings: IngestSettings,
  history: History,
): Promise<TakenIn[]> {
  if (batch.length === 0) return [];
  try {
    const files = batch.map((candidate) => readable(candidate, receivedAt));
    const { lakeFile, judged } = await accept(files, history, settings, findingsHeld);
    const results: TakenIn[] = [];
    for (let at = 0; at < batch.length; at += keptAtOnce)
      results.push(
        ...(await Promise.all(
          batch
            .slice(at, at + keptAtOnce)
            .map((candidate, next) =>
              rest(candidate, judged[at + next] as Judged, lakeFile, receivedAt, settings),
            ),
        )),
      );
    return results;
  } catch (error) {
    const groups = byLayout(batch.map(({ understood }) => understood.cells));
    if (error instanceof Scattered && groups.length > 1) {
      const results: TakenIn[] = [];
      for (const group of groups) {
        const some = batch.filter(({ understood }) => group.includes(understood.cells));
        results.push(...(await readBatch(some, receivedAt, settings, history)));
      }
      return results;
    }
    if (!(error instanceof Irregular)) throw error;
    return readAgain(batch, error, receivedAt, settings, history);
  }
}

async function readAgain(
  batch: readonly UnderstoodFile[],
  error: Irregular,
  receivedAt: Date,
  settings: IngestSettings,
  history: History,
): Promise<TakenIn[]> {
  const named = error.files.map(({ delivery }) => delivery);
  const irregular = batch.filter(({ id, understood }) => named.includes(id) && !understood.cells.exact);
  // A file that even its exact copy cannot make regular would come back for ever: that is a fault of ours, not a row's.
  if (irregular.length === 0) throw error;
  const again: (UnderstoodFile | Refused)[] = [];
  for (const candidate of batch)
    again.push(irregular.includes(candidate) ? await copyExactly(candidate, settings) : candidate);
  const readableNow = again.filter((one): one is UnderstoodFile => !('problem' in one));
  return [
    ...again.flatMap((one) => ('problem' in one ? [refused(one, one.problem, receivedAt)] : [])),
    ...(await readBatch(readableNow, receivedAt, settings, history)),
  ];
}

async function copyExactly(
  candidate: UnderstoodFile,
  { limits }: IngestSettings,
): Promise<UnderstoodFile | Refused> {
  const { cells } = candidate.understood;
  const path = `${candidate.copy}.exact`;
  const copied = await rewriteExactly(cells.path, cells.layout, path, limits.maxLineBytes);
  if ('id' in copied) return { ...candidate, problem: copied };
  const exact = { ...cells, path, exact: true, needsPlainCells: true, rows: copied.rows };
  return { ...candidate, understood: { ...candidate.understood, cells: exact } };
}

function readable({ id, uscc, arrival, understood }: UnderstoodFile, receivedAt: Date): Readable {
  const { cells, claims, totals } = understood;
  return {
    delivery: id,
    uscc,
    receivedAt,
    declaredPeriod: arrival.declaredPeriod,
    fileName: arrival.fileName,
    claims,
    totals,
    ...cells,
  };
}

/** The delivery as it was judged; its bytes come to rest only now. */
async function rest(
  candidate: UnderstoodFile,
  judged: Judged,
  lakeFile: string,
  receivedAt: Date,
  settings: IngestSettings,
): Promise<TakenIn> {
  const nil = nilReturns(judged, receivedAt, candidate.arrival.declaredPeriod);
  const counts = {
    ...judged.counts,
    nil: 0,
    accepted: (judged.counts.accepted ?? 0) + nil.accepted,
    rejected: (judged.counts.rejected ?? 0) + nil.findings.length,
  };
  const findings = [...judged.findings, ...nil.findings];
  const covered = { coverage: [...judged.coverage, ...nil.coverage], lakeFile };
  const mayHidePersons =
    judged.hidesPersons || findings.some(({ rule }) => rule === 'text_masked' || rule === 'identity_number');
  const taken = await settled(candidate, counts, findings, covered, receivedAt, {
    ...settings,
    mayHidePersons,
  });
  return { ...taken, findingFile: judged.findingFile };
}

/** A file whose rows have been judged, with its bytes at rest. */
export async function settled(
  candidate: UnderstoodFile,
  counts: Readonly<Record<string, number>>,
  findings: readonly Finding[],
  covered: Partial<TakenIn['delivery']>,
  receivedAt: Date,
  { limits, mayHidePersons }: Pick<IngestSettings, 'limits'> & { readonly mayHidePersons: boolean },
): Promise<TakenIn> {
  const rowsRead = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
  if (rowsRead === 0) return refused(candidate, { id: 'no_rows', value: '' }, receivedAt);
  const { accepted = 0, rejected = 0 } = counts;
  const { ignoredColumns } = candidate.understood;
  return {
    delivery: {
      ...base(candidate, receivedAt),
      ...nothing,
      ...recognisedOf(candidate, tenantFrom(candidate.arrival)),
      refusal: null,
      ignoredColumns: ignoredColumns.map(maskedName),
      rowsRead,
      accepted,
      rejected,
      setAside: rowsRead - accepted - rejected,
      ...covered,
      kept: await keep(candidate, mayHidePersons, limits),
    },
    findings: [...findings, ...candidate.understood.notices],
  };
}
