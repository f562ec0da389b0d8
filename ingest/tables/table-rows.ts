import { isNoteRow } from '../../catalogue/note-rows.ts';
import { columnKind } from '../../catalogue/templates.ts';
import type { Part, PartRow } from '../reader.ts';
import { Stop } from '../stop.ts';
import {
  addMark,
  addRow,
  firstCell,
  type Places,
  placesOf,
  sampleOf,
  shapeOf,
  startColumns,
  textColumns,
} from './canonical.ts';
import { claimFromTenantCell } from './claims.ts';
import { type Found, isSameHeader, mayBeHeader } from './find-header.ts';
import type { Findings } from './findings.ts';
import { type Header, headerOf } from './header.ts';
import type { LookAhead } from './look-ahead.ts';
import { countFilled, holdsPersonalNumber } from './plain.ts';
import { isNumbering, isSameRow, noteText } from './special-rows.ts';
import { addRow as addToSums, compareTotals, type Sums, startSums, totalsWord } from './totals.ts';

/** A table that is being read. */
interface Table {
  readonly header: Header;
  readonly places: Places;
  readonly sums: Sums;
  readonly declarationAt: number;
  /** Cells that are never kept, or kept as text: looked through for numbers of persons. */
  readonly textAt: readonly number[];
  readonly tenantAt: readonly number[];
  rows: number;
}

/** Prices, and what each line of a declaration says again: their sum is nothing. */
const neverSummed = new Set(['unit_price', 'declaration_total']);

export async function startTable(
  part: Part,
  findings: Findings,
  { header, withNext }: Found,
  source: LookAhead,
): Promise<Table> {
  if (withNext) await source.next();
  const { template, columns, texts } = header;
  if (!startColumns(findings.copy, template.columns))
    throw new Stop('template_ambiguous', [findings.header?.template.zh, template.zh].join('、'));
  findings.header ??= header;
  columns.forEach((name, at) => {
    if (name === null && texts[at]) findings.ignored.add(texts[at]);
  });
  const placed = (names: readonly string[]) =>
    names.map((name) => columns.indexOf(name)).filter((at) => at >= 0);
  const decimals = template.columns.filter(
    (name) => columnKind(template, name) === 'decimal' && columns.includes(name) && !neverSummed.has(name),
  );
  return {
    header,
    places: placesOf(header, part.name, part.dateSystem, part.delimited ?? false),
    sums: startSums(decimals.map((name) => [name, columns.indexOf(name)] as const)),
    declarationAt: columns.indexOf('declaration_no'),
    textAt: [...placed(textColumns(template)), ...columns.flatMap((name, at) => (name === null ? [at] : []))],
    tenantAt: texts.flatMap((text, at) =>
      columns[at] === null && template.tenantHeaders.has(text.replace(/\s/g, '').toLowerCase()) ? [at] : [],
    ),
    rows: 0,
  };
}

export function readRow(part: Part, findings: Findings, table: Table, { row, cells }: PartRow): void {
  const filled = countFilled(cells);
  if (filled === 0) return;
  const { copy } = findings;
  if (isHeaderAgain(table, findings, cells)) addMark(copy, part.name, row, '@header');
  else if (isNote(table, cells, filled)) readNote(part, findings, { row, cells });
  else readLine(part, findings, table, row, cells);
}

function isHeaderAgain(table: Table, findings: Findings, cells: readonly string[]): boolean {
  if (!mayBeHeader(table.declarationAt, cells)) return false;
  if (table.header.rows.some((own) => isSameRow(own, cells))) return true;
  if (table.rows === 0 && isNumbering(cells)) return true;
  const found = headerOf([cells], findings.templates);
  return found !== undefined && isSameHeader(table.header, found);
}

function isNote({ places, header, declarationAt }: Table, cells: readonly string[], filled: number): boolean {
  if (filled > 6) return false;
  const first = firstCell(places, cells);
  const column = header.columns[cells.indexOf(first)] ?? null;
  return isNoteRow({ first, filled, declaration: cells[declarationAt] ?? '', column });
}

export function readNote(part: Part, findings: Findings, { row, cells }: PartRow): void {
  if (countFilled(cells) === 0) return;
  noteText(findings, cells);
  addMark(findings.copy, part.name, row, '@note');
}

function readLine(part: Part, findings: Findings, table: Table, row: number, cells: readonly string[]): void {
  const { places, header, sums, declarationAt } = table;
  let first = firstCell(places, cells);
  const declaration = cells[declarationAt] ?? '';
  const word = first.length > 0 && !/^\s*[0-9A-Z]{18}\s*$/.test(declaration) ? totalsWord(first) : undefined;
  if (word !== undefined) {
    first = word;
    findings.personal ||= cells.some(holdsPersonalNumber);
    for (const one of compareTotals(sums, cells, word))
      findings.totals.push({ part: part.name, row, ...one });
  } else {
    if (shapeOf(places, cells) === '') addToSums(sums, cells);
    if (findings.sample.length === 0) findings.sample = sampleOf(header, cells);
    for (const at of table.tenantAt)
      if (cells[at]) claimFromTenantCell(findings.claiming, cells[at] as string);
  }
  if (!findings.personal) findings.personal = table.textAt.some((at) => holdsPersonalNumber(cells[at] ?? ''));
  addRow(findings.copy, places, row, cells, first);
  table.rows += 1;
  findings.tableRows += 1;
}
