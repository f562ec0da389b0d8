import type { Part, PartRow } from '../reader.ts';
import { flush } from './canonical.ts';
import { type Found, headerAgain, headerAt, mayBeHeader } from './find-header.ts';
import type { Findings } from './findings.ts';
import { missingWords, nearest, refusePersonal } from './header.ts';
import { type LookAhead, lookAhead } from './look-ahead.ts';
import { countFilled, holdsPersonalNumber } from './plain.ts';
import { noteText } from './special-rows.ts';
import { readNote, readRow, startTable } from './table-rows.ts';

/** A header is looked for in this many rows. */
const headRows = 60;

export interface PartOutcome {
  readonly rows: number;
  readonly tables: number;
  /** Why a part with rows has no table. */
  readonly missing: string;
  readonly near: number;
}

/** Reads the tables of a part. The rows of a part without any are counted, and nothing of them is kept. */
export async function readPart(part: Part, findings: Findings): Promise<PartOutcome> {
  const source = lookAhead(part.rows);
  const head: PartRow[] = [];
  while (head.length < headRows && (await source.peek())) {
    head.push((await source.next()) as PartRow);
    const found = headerAt(head, findings.templates, await source.peek());
    if (found) return readTables(part, findings, source, head, found);
  }
  return noTable(findings, head, source);
}

async function readTables(
  part: Part,
  findings: Findings,
  source: LookAhead,
  head: readonly PartRow[],
  first: Found,
): Promise<PartOutcome> {
  let table = await startTable(part, findings, first, source);
  for (const row of head.slice(0, -1)) readNote(part, findings, row);
  let tables = 1;
  let rows = 0;
  for (let row = await source.next(); row; row = await source.next()) {
    const again = mayBeHeader(table.declarationAt, row.cells)
      ? headerAgain(part.name, row, table.header, findings.templates, await source.peek())
      : undefined;
    if (again) {
      rows += table.rows;
      table = await startTable(part, findings, again, source);
      tables += 1;
    } else readRow(part, findings, table, row);
    if (findings.copy.text.length > 1 << 17) await flush(findings.copy);
  }
  return { rows: rows + table.rows, tables, missing: '', near: 0 };
}

/** A part that nobody sees is not read; how many rows its table has is told. Columns of persons stop the file all the same. */
export async function passOver(part: Part, findings: Findings): Promise<PartOutcome> {
  const head: PartRow[] = [];
  const source = lookAhead(part.rows);
  let found: Found | undefined;
  while (!found && head.length < headRows && (await source.peek())) {
    head.push((await source.next()) as PartRow);
    found = headerAt(head, findings.templates, await source.peek());
  }
  const outcome = await noTable(findings, found ? [] : head, source);
  return { ...outcome, tables: found ? 1 : 0, rows: outcome.rows - (found?.withNext ? 1 : 0) };
}

async function noTable(
  findings: Findings,
  head: readonly PartRow[],
  source: LookAhead,
): Promise<PartOutcome> {
  const readings = head.flatMap(({ cells }) => {
    const near = countFilled(cells) > 1 ? nearest(cells, findings.templates) : undefined;
    return near ? [near] : [];
  });
  const best = readings.reduce<(typeof readings)[number] | undefined>(
    (most, next) => (!most || next.known > most.known ? next : most),
    undefined,
  );
  for (const reading of readings) if (reading.known > 2 || isHeading(reading.texts)) refusePersonal(reading);
  for (const { cells } of head) noteText(findings, cells);
  let rows = head.filter(({ cells }) => countFilled(cells) > 0).length;
  for (let row = await source.next(); row; row = await source.next()) {
    if (countFilled(row.cells) > 0) rows += 1;
    findings.personal ||= row.cells.some((cell) => holdsPersonalNumber(cell));
  }
  const missing = best ? missingWords(best) : '';
  return { rows, tables: 0, missing, near: best ? best.known / (best.known + best.missing.length) : 0 };
}

/** Several short texts side by side, none with a digit or a colon: somebody's header, if not ours. */
function isHeading(texts: readonly string[]): boolean {
  const filled = texts.filter((text) => text !== '');
  return filled.length > 2 && filled.every((text) => text.length <= 20 && !/[\d:]/.test(text));
}
