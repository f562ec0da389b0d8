import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import {
  type Fact,
  isNumber,
  type Passage,
  type Table as ReportTable,
  type TableRow as Row,
  type TableCell as RowCell,
} from '../content.ts';
import { columnName, columnShares, isLong, labels, markedStatus, signsOf, unitBehind } from '../layout.ts';
import type { Language } from '../number-ref.ts';
import { numberRun, runs } from './docx-runs.ts';
import type { Numbering } from './numbers.ts';

const hidden = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const thick = { style: BorderStyle.SINGLE, size: 12, color: '000000' } as const;
const thin = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const;
/** Width of the text, 156 mm, in twentieths of a point. */
const width = 8844;
const tight = { line: 240, lineRule: LineRuleType.AUTO, before: 30, after: 30 } as const;
/** Half points; many columns of numbers need smaller ones to stay on a line. */
const size = 18;
const sizeOf = ({ columns }: ReportTable) => (columns.length > 6 ? 16 : size);

/** Caption and table with three lines; the head stands again on each page. */
export function tableBlocks(
  table: ReportTable,
  caption: string,
  numbers: Numbering,
  language: Language,
): (Paragraph | Table)[] {
  const shares = columnShares(table);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { ...tight, before: 200, after: 80 },
      children: [new TextRun({ text: caption, bold: true, size: 21 })],
    }),
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: width, type: WidthType.DXA },
      columnWidths: shares.map((share) => Math.floor((width * share) / whole)),
      borders: {
        top: thick,
        bottom: thick,
        left: hidden,
        right: hidden,
        insideHorizontal: hidden,
        insideVertical: hidden,
      },
      rows: [
        headRow(table, language),
        ...table.rows.map((row, at) => rowOf(row, table, isKept(table, at), numbers, language)),
      ],
    }),
  ];
}

/** Whether a row stays on the page of what follows: of a long table only the first two and the last, which has the legend. */
function isKept(table: ReportTable, at: number): boolean {
  const last = table.rows.length - 1;
  const hasLegend = table.notes.length + table.reasons.length + table.statuses.length > 0;
  if (at === last) return hasLegend;
  return !isLong(table) || at < 2 || at === last - 1;
}

function headRow(table: ReportTable, language: Language): TableRow {
  const { stub, columns } = table;
  const size = sizeOf(table);
  const names = [stub[language], ...columns.map((column) => columnName(column, language))];
  return new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: names.map((text, at) =>
      cell([new TextRun({ text, bold: true, size })], at === 0 ? AlignmentType.LEFT : AlignmentType.CENTER, {
        borders: { bottom: thin },
      }),
    ),
  });
}

function rowOf(
  row: Row,
  table: ReportTable,
  keepNext: boolean,
  numbers: Numbering,
  language: Language,
): TableRow {
  const { label, level, cells, unit } = row;
  const size = sizeOf(table);
  const bold = level === 0 && cells.length > 0;
  const indent = { left: level * 200 };
  const head = [
    ...runs(label, numbers, language, { size, bold }),
    ...(unit ? [new TextRun({ text: unitBehind(unit, language), size, bold })] : []),
  ];
  if (cells.length === 0)
    return new TableRow({
      cantSplit: true,
      children: [
        cell(head, AlignmentType.LEFT, { columnSpan: table.columns.length + 1 }, { keepNext: true }),
      ],
    });
  return new TableRow({
    cantSplit: true,
    children: [
      cell(head, AlignmentType.LEFT, {}, { indent, keepNext }),
      ...cells.map((one) =>
        cell(
          figureOf(one, { bold, size }, numbers, language),
          isNumber(one) ? AlignmentType.RIGHT : AlignmentType.LEFT,
          {},
          { keepNext },
        ),
      ),
    ],
  });
}

function figureOf(
  one: RowCell,
  { bold, size }: { readonly bold: boolean; readonly size: number },
  numbers: Numbering,
  language: Language,
): ParagraphChild[] {
  if (!isNumber(one)) return runs(one, numbers, language, { size });
  const status = markedStatus(one);
  const run = numberRun(one, 'cell', numbers, { size, bold });
  return status ? [run, new TextRun({ text: status, superScript: true, size })] : [run];
}

function cell(
  children: readonly ParagraphChild[],
  alignment: (typeof AlignmentType)[keyof typeof AlignmentType],
  options: Partial<ConstructorParameters<typeof TableCell>[0]> = {},
  paragraph: { indent?: { left: number }; keepNext?: boolean } = {},
): TableCell {
  return new TableCell({
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: 60, right: 60 },
    ...options,
    children: [new Paragraph({ alignment, spacing: tight, ...paragraph, children: [...children] })],
  });
}

/** What the signs and letters of a table mean, and its notes. */
export function legend(table: ReportTable, numbers: Numbering, language: Language): Paragraph[] {
  const signs = signsOf(table, language);
  const passages: Passage[] = [...table.notes, ...(signs ? [{ zh: [signs], en: [signs] }] : [])];
  if (passages.length === 0) return [];
  const between = language === 'en' ? ' ' : '';
  const children = passages.flatMap((passage, at) => [
    ...(at > 0 && between ? [new TextRun({ text: between, size })] : []),
    ...runs(passage, numbers, language, { size }),
  ]);
  return [
    new Paragraph({
      spacing: { ...tight, before: 60, after: 160 },
      children: [new TextRun({ text: labels[language].legend, size }), ...children],
    }),
  ];
}

/** Scope, month, release, time: what an official form has at its head. */
export function factsTable(facts: readonly Fact[], numbers: Numbering, language: Language): Table {
  const look = { size: language === 'zh' ? 24 : 20 };
  const name = Math.round(width * 0.18);
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    columnWidths: [name, width - name],
    borders: {
      top: thin,
      bottom: thin,
      left: hidden,
      right: hidden,
      insideHorizontal: hidden,
      insideVertical: hidden,
    },
    rows: facts.map(
      (fact) =>
        new TableRow({
          cantSplit: true,
          children: [
            cell([new TextRun({ ...look, text: fact.name[language], bold: true })], AlignmentType.LEFT),
            cell(runs(fact.value, numbers, language, look), AlignmentType.LEFT),
          ],
        }),
    ),
  });
}
