import { rm } from 'node:fs/promises';
import type { LineColumn } from '../catalogue/line-template.ts';
import { type ColumnMap, ownTemplate, type TemplateId, templates } from '../catalogue/templates.ts';
import type { FileProblem } from './bytes.ts';
import type { Concealed, Part, ReadLimits } from './reader.ts';
import { orProblem, Stop } from './stop.ts';
import { flush, openCopy } from './tables/canonical.ts';
import { type Claims, claimFromText, claimsOf, startClaims } from './tables/claims.ts';
import type { Findings } from './tables/findings.ts';
import { type PartOutcome, passOver, readPart } from './tables/part-reader.ts';
import { maskedName } from './tables/plain.ts';

export type { ColumnMap } from '../catalogue/templates.ts';
export type { Claims } from './tables/claims.ts';

export interface TableContext {
  readonly columnMap: ColumnMap | null;
  readonly limits: ReadLimits;
}

/** A part of which nothing was read: a hidden sheet, or one without a table of ours. */
export interface SkippedPart {
  readonly part: string | null;
  readonly rows: number;
  readonly why: 'hidden' | 'no_table';
}

/** Hidden rows and columns of a sheet that was read; they are read as any other. */
export interface ConcealedRows {
  readonly part: string | null;
  readonly rows: number;
  readonly columns: number;
}

export interface Tables {
  readonly template: TemplateId;
  /** Rows written. */
  readonly rows: number;
  readonly ignoredColumns: readonly string[];
  readonly sample: readonly { readonly column: string; readonly header: string; readonly value: string }[];
  readonly claims: Claims;
  /** Free text, unread cells or text beside the tables hold numbers of persons, or name one. */
  readonly personal: boolean;
  /** Totals rows that differ from the own sum of the rows above. */
  readonly totals: readonly {
    readonly part: string | null;
    readonly row: number;
    readonly column: LineColumn;
    readonly stated: string;
    readonly own: string;
  }[];
  /** Parts that were read. */
  readonly parts: readonly string[];
  readonly skippedParts: readonly SkippedPart[];
  readonly concealed: readonly ConcealedRows[];
}

/** What was seen of the parts, besides what is in them. */
interface Seen {
  readonly parts: string[];
  readonly skipped: (SkippedPart & PartOutcome)[];
  readonly concealed: ConcealedRows[];
}

/** Finds the tables in the parts, maps their columns to a template, writes the canonical copy. */
export async function writeTables(
  parts: AsyncIterable<Part>,
  { columnMap }: TableContext,
  target: string,
): Promise<FileProblem | Tables> {
  const tables = await orProblem(() => write(parts, columnMap, target));
  if ('id' in tables) await rm(target, { force: true });
  return tables;
}

async function write(
  parts: AsyncIterable<Part>,
  columnMap: ColumnMap | null,
  target: string,
): Promise<Tables> {
  const findings: Findings = {
    templates: columnMap ? [ownTemplate(columnMap), ...templates] : templates,
    copy: await openCopy(target),
    claiming: startClaims(),
    ignored: new Set(),
    totals: [],
    header: null,
    sample: [],
    personal: false,
    tableRows: 0,
  };
  const seen: Seen = { parts: [], skipped: [], concealed: [] };
  try {
    for await (const part of parts) await take(named(part, findings), findings, seen);
    refuseUnread(findings, seen);
    await flush(findings.copy, true);
  } finally {
    await findings.copy.handle.close();
  }
  return tablesOf(findings, seen);
}

/** Sheets and members go by the names that their sender gave them, but for persons' numbers. */
function named(part: Part, findings: Findings): Part {
  const name = part.name === null ? null : maskedName(part.name);
  if (name === part.name) return part;
  findings.personal = true;
  return { ...part, name };
}

async function take(part: Part, findings: Findings, seen: Seen): Promise<void> {
  const outcome = await (part.hidden ? passOver(part, findings) : readPart(part, findings));
  if (outcome.tables === 0 && outcome.rows === 0) return;
  if (part.hidden || outcome.tables === 0) {
    const why = part.hidden && outcome.tables > 0 ? 'hidden' : 'no_table';
    seen.skipped.push({ part: part.name, why, ...outcome });
    return;
  }
  if (part.name !== null) {
    seen.parts.push(part.name);
    claimFromText(findings.claiming, [part.name]);
  }
  const concealed = { part: part.name, ...countConcealed(part.concealed) };
  if (concealed.rows + concealed.columns > 0) seen.concealed.push(concealed);
}

function countConcealed(concealed: Concealed | undefined): { rows: number; columns: number } {
  const columns = concealed?.columns.reduce((sum, [from, to]) => sum + to - from + 1, 0) ?? 0;
  return { rows: concealed?.rows ?? 0, columns };
}

/** A part counts as a table that lacks columns, not as something else, from this share of a template's columns on. */
const nearTable = 0.6;

/** Nothing that looks like a table of ours is passed over in silence. */
function refuseUnread({ header, tableRows }: Findings, { parts, skipped }: Seen): void {
  const named = (one: PartOutcome & SkippedPart) =>
    one.part !== null && parts.length + skipped.length > 1 ? `${one.part}：${one.missing}` : one.missing;
  const visible = skipped.filter(({ why }) => why === 'no_table');
  const near = visible.find((one) => one.near >= nearTable);
  if (near) throw new Stop('header_missing_column', named(near));
  if (header) {
    if (tableRows === 0) throw new Stop('no_rows');
    return;
  }
  const hidden = skipped.filter(({ why }) => why === 'hidden');
  if (hidden.length) throw new Stop('hidden_only', hidden.map(({ part }) => part ?? '').join('、'));
  const [best] = visible.toSorted((a, b) => b.near - a.near);
  if (best?.missing) throw new Stop('header_missing_column', named(best));
  throw new Stop(best ? 'no_table' : 'empty_file');
}

function tablesOf(findings: Findings, seen: Seen): Tables {
  const { header, copy, ignored, sample, claiming, personal, totals } = findings;
  return {
    template: header?.template.id ?? 'line',
    rows: copy.rows,
    ignoredColumns: [...ignored],
    sample,
    claims: claimsOf(claiming),
    personal,
    totals: totals as Tables['totals'],
    parts: seen.parts,
    skippedParts: seen.skipped.map(({ part, rows, why }) => ({ part, rows, why })),
    concealed: seen.concealed,
  };
}
