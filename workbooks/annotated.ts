import type { Writable } from 'node:stream';
import { type Cell, sheetName, sheetRows, type Workbook, writeWorkbook } from '../engine/workbook.ts';
import {
  type Annotated,
  type AnnotatedFinding,
  type AnnotatedPart,
  type Layout,
  overviewSheets,
} from './delivery.ts';
import { layoutOf } from './layout.ts';
import { looks } from './looks.ts';
import { byPlace, type Grouped, grouped, marks, type PlacedFinding, worst } from './marks.ts';
import { writeOverview } from './overview.ts';

const ownSheet = '报送内容';

/**
 * The clerk's own sheets again, with the faulty cells coloured by class and a note on each, after a sheet that counts and
 * groups the findings. Every cell is text. What collection did not read is not shown: it may be what nobody may keep.
 */
export async function annotatedWorkbook(annotated: Annotated, stream: Writable, madeAt: Date): Promise<void> {
  const workbook = writeWorkbook(stream, madeAt);
  const names = sheetNames(annotated.findings);
  const groups = grouped(annotated.findings);
  await writeOverview(workbook, annotated, groups, names);
  const places = byPlace(annotated.findings);
  for await (const part of annotated.parts) await writePart(workbook, part, names, places, groups);
  await workbook.end();
}

/** Sheet names by part: those with findings are known before their rows come, so that the first sheets can point there. */
function sheetNames(findings: readonly AnnotatedFinding[]): Map<string | null, string> {
  const names = new Map<string | null, string>();
  for (const { part, row } of findings) if (row !== null) nameOf(part, names);
  return names;
}

function nameOf(part: string | null, names: Map<string | null, string>): string {
  const known = names.get(part);
  if (known) return known;
  const name = sheetName(part ?? ownSheet, new Set([...overviewSheets, ...names.values()]));
  names.set(part, name);
  return name;
}

/** Excel grows slow over more notes on a sheet than this; every sentence stands in the remarks of its row as well. */
const mostNotes = 10_000;

const remarkColumns = [
  { value: '审核意见', look: looks.header },
  { value: 'Remarks', look: looks.header },
] as const satisfies readonly Cell[];

async function writePart(
  workbook: Workbook,
  part: AnnotatedPart,
  names: Map<string | null, string>,
  places: ReadonlyMap<string, readonly PlacedFinding[]>,
  groups: readonly Grouped[],
): Promise<void> {
  const { layout, rows } = await layoutOf(part);
  if (layout === undefined && rows === null) return;
  const name = nameOf(part.name, names);
  const width = layout?.columns.length ?? 0;
  const marked = groups.some((group) => group.parts.has(part.name));
  const open = (title: string) =>
    workbook.sheet(title, {
      columns: [...Array.from({ length: width }, () => ({ width: 16 })), { width: 60 }, { width: 60 }],
      frozenRows: Math.max(1, layout?.headerRow ?? 0),
      landscape: true,
      ...(marked ? { tab: 'C2410C' } : {}),
    });
  let [sheet, first, notes] = [open(name), 0, 0];
  if (!layout) {
    await sheet.row(1, [
      { value: '没有找到表头，内容不显示。 No header was found: nothing is shown.', look: looks.quiet },
    ]);
    sheet.end();
    return;
  }
  // Objects of a JSON array are counted from 1, and their keys stand above the first.
  const lift = layout.headerRow === 0 ? 1 : 0;
  for await (const { row, cells } of rows ?? []) {
    if (row < layout.headerRow) continue;
    if (row - first + lift > sheetRows) {
      sheet.end();
      first += sheetRows;
      sheet = open(sheetName(name, new Set([...overviewSheets, ...names.values()])));
    }
    const found = places.get(`${part.name ?? ''}\n${row}`) ?? [];
    await sheet.row(
      row - first + lift,
      row === layout.headerRow
        ? headerCells(cells, layout)
        : rowCells(cells, layout, found, notes < mostNotes),
    );
    notes += found.length;
  }
  sheet.end();
}

function headerCells(cells: readonly string[], { columns }: Layout): Cell[] {
  const shown = columns.map((column, at) =>
    column === null
      ? { value: '未读取 not read', look: looks.unread }
      : { value: cells[at] ?? '', look: looks.header },
  );
  return [...shown, ...remarkColumns];
}

function rowCells(
  cells: readonly string[],
  { columns }: Layout,
  found: readonly PlacedFinding[],
  noted: boolean,
): (Cell | undefined)[] {
  const shown = columns.map((column, at): Cell | undefined => {
    if (column === null) return { value: '', look: looks.unread };
    const own = found.filter((finding) => isAt(finding, column, at, columns));
    const value = cells[at] ?? '';
    if (own.length === 0) return value === '' ? undefined : { value };
    return { value, look: marks[worst(own)].look, ...(noted ? { note: noteOf(own) } : {}) };
  });
  if (found.length === 0) return shown;
  const look = marks[worst(found)].remark;
  return [
    ...shown,
    { value: found.map((one) => `【${marks[one.class].zh}】${one.message.zh}`).join('\n'), look },
    { value: found.map((one) => `[${marks[one.class].en}] ${one.message.en}`).join('\n'), look },
  ];
}

/** A finding about the row as a whole, or about a column that the file lacks, stands at the row's first cell. */
function isAt(
  { column_name }: PlacedFinding,
  column: string,
  at: number,
  columns: Layout['columns'],
): boolean {
  if (column_name !== null && columns.includes(column_name)) return column_name === column;
  return at === columns.findIndex((name) => name !== null);
}

function noteOf(found: readonly PlacedFinding[]): string {
  const zh = found.map((one) => `【${marks[one.class].zh}】${one.message.zh}`);
  const en = found.map((one) => `[${marks[one.class].en}] ${one.message.en}`);
  return [...zh, ...en].join('\n');
}
