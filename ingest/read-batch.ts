import { accept, Irregular, type Judged, Scattered } from './accept.ts';
import { base, type Refused, refused, type Understandable } from './candidate.ts';
import type { Finding, TakenIn } from './delivery.ts';
import { rewriteExactly } from './exact-rows.ts';
import type { History } from './file-rules.ts';
import { nilReturns } from './nil-returns.ts';
import { byLayout, type Readable } from './read-cells.ts';
import type { IngestSettings } from './take-in.ts';

const filesPerBatch = 400;
const bytesPerBatch = 256 << 20;

/** As many files as fit are read together; the same bytes twice (two tenants) never are. */
export function batches(candidates: readonly Understandable[]): Understandable[][] {
  const found: Understandable[][] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    const batch = found.at(-1);
    const fits =
      batch !== undefined && batch.length < filesPerBatch && bytes + candidate.bytes <= bytesPerBatch;
    if (fits) batch.push(candidate);
    else found.push([candidate]);
    bytes = fits ? bytes + candidate.bytes : candidate.bytes;
  }
  return found;
}

/** Judges files together; those that DuckDB's reader cannot take as they are come again as copies. */
export async function readBatch(
  batch: readonly Understandable[],
  receivedAt: Date,
  settings: IngestSettings,
  history: History,
): Promise<TakenIn[]> {
  if (batch.length === 0) return [];
  try {
    const files = batch.map((candidate) => readable(candidate, receivedAt));
    const { lakeFile, judged } = await accept(files, history, settings);
    const results: TakenIn[] = [];
    for (const [at, candidate] of batch.entries())
      results.push(await rest(candidate, judged[at] as Judged, lakeFile, receivedAt));
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
  batch: readonly Understandable[],
  error: Irregular,
  receivedAt: Date,
  settings: IngestSettings,
  history: History,
): Promise<TakenIn[]> {
  const named = error.files.map(({ delivery }) => delivery);
  const irregular = batch.filter(({ id, understood }) => named.includes(id) && !understood.cells.exact);
  // A file that even its exact copy cannot make regular would come back for ever: that is a fault of ours, not a row's.
  if (irregular.length === 0) throw error;
  const again: (Understandable | Refused)[] = [];
  for (const candidate of batch)
    again.push(irregular.includes(candidate) ? await copyExactly(candidate, settings) : candidate);
  const readableNow = again.filter((one): one is Understandable => !('problem' in one));
  return [
    ...again.flatMap((one) => ('problem' in one ? [refused(one, one.problem, receivedAt)] : [])),
    ...(await readBatch(readableNow, receivedAt, settings, history)),
  ];
}

async function copyExactly(
  candidate: Understandable,
  { limits }: IngestSettings,
): Promise<Understandable | Refused> {
  const { cells } = candidate.understood;
  const path = `${candidate.copy}.exact`;
  const copied = await rewriteExactly(cells.path, cells.layout, path, limits.maxLineBytes);
  if ('id' in copied) return { ...candidate, problem: copied };
  const exact = { ...cells, path, exact: true, needsPlainCells: true, rows: copied.rows };
  return { ...candidate, understood: { ...candidate.understood, cells: exact } };
}

function readable({ id, uscc, arrival, understood }: Understandable, receivedAt: Date): Readable {
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

/** The delivery as it was judged; its bytes come to rest only now, and not as they came when persons' numbers stand in them. */
async function rest(
  candidate: Understandable,
  judged: Judged,
  lakeFile: string,
  receivedAt: Date,
): Promise<TakenIn> {
  const { counts } = judged;
  const rowsRead = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
  if (rowsRead === 0) return refused(candidate, { id: 'no_rows', value: '' }, receivedAt);
  const nil = nilReturns(judged, receivedAt, candidate.arrival.declaredPeriod);
  const accepted = (counts.accepted ?? 0) + nil.accepted;
  const rejected = (counts.rejected ?? 0) + nil.findings.length;
  const { format, encoding, template, ignoredColumns, recognition } = candidate.understood;
  const kept = await keep(candidate, judged.findings);
  return {
    delivery: {
      ...base(candidate, receivedAt),
      format,
      encoding,
      template,
      refusal: null,
      ignoredColumns,
      recognition: {
        ...recognition,
        tenantFrom: candidate.arrival.uscc === null ? 'content' : 'sender',
      },
      rowsRead,
      accepted,
      rejected,
      setAside: rowsRead - accepted - rejected,
      coverage: [...judged.coverage, ...nil.coverage],
      kept,
      lakeFile,
    },
    findings: [...judged.findings, ...nil.findings],
  };
}

async function keep({ landing }: Understandable, _findings: readonly Finding[]) {
  await landing.keep();
  return 'as_received' as const;
}
