import {
  type Chart,
  isNumber,
  type Note,
  type Notice,
  type Report,
  type Section,
  type Table,
  type TableCell,
  type TableRow,
} from '../content.ts';
import {
  captionOf,
  cellText,
  columnName,
  columnShares,
  headingOf,
  isLong,
  labels,
  markedStatus,
  numberedBlocks,
  plainText,
  rowName,
  signsOf,
  titleLines,
} from '../layout.ts';
import type { Language } from '../number-ref.ts';
import { fontFamily, pictureOf } from './pictures.ts';

export interface Typeset {
  readonly source: string;
  /** SVG by file name. */
  readonly drawings: ReadonlyMap<string, string>;
}

/** The report in the language of Typst. Every text of the report is a string in it, so that no sign of one is taken for markup. */
export function typstOf(report: Report, language: Language): Typeset {
  const drawings = new Map<string, string>();
  const blocks = numberedBlocks(report);
  const parts = [
    preamble(report, language),
    `#title-of(${titleLines(report, language).map(string).join(' + linebreak() + ')})`,
    facts(report, language),
    ...(report.notice ? [noticeOf(report.notice, blocks, language)] : []),
    ...report.sections.map((section, at) => sectionOf(section, at, blocks, drawings, language)),
    notesOf(report.notes, language),
  ];
  return { source: parts.join('\n'), drawings };
}

/** A string of Typst. */
export function string(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[\n\r\t]/g, ' ')}"`;
}

function preamble(report: Report, language: Language): string {
  const zh = language === 'zh';
  const indent = zh ? 'first-line-indent: (amount: 2em, all: true), ' : '';
  return `#set document(title: ${string(plainText(report.title, language))}, author: "parkstat", date: none)
#set page(paper: "a4", margin: (top: 30mm, bottom: 28mm, left: 27mm, right: 27mm), numbering: (n, ..) => "— " + str(n) + " —")
#set text(font: "${fontFamily}", fallback: false, size: ${zh ? '11.5pt' : '10.5pt'}, lang: "${language}", region: "${zh ? 'cn' : 'gb'}")
#set par(justify: true, leading: ${zh ? '0.95em' : '0.75em'}, spacing: ${zh ? '0.95em' : '0.9em'}, ${indent}linebreaks: "optimized")
#show heading: set text(weight: "bold")
#show heading.where(level: 1): it => block(above: 1.5em, below: 0.9em, text(size: 13.5pt, it.body))
#show heading.where(level: 2): it => block(above: 1.1em, below: 0.6em, text(size: 11.5pt, it.body))
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.where(kind: table): set block(breakable: false)
#show figure.caption: it => text(size: 9.5pt, weight: "bold", it.body)
#set figure(numbering: none, gap: 0.7em)
#let title-of(body) = align(center, block(below: 1.4em, text(size: 19pt, weight: "bold", hyphenate: false, body)))
#let table-figure(title, body) = figure(kind: table, supplement: none, caption: title, body)
#let long-figure(title, body, legend) = { show figure: set block(breakable: true, sticky: true); table-figure(title, body); legend }
#let whole-figure(title, body, legend) = block(breakable: false, { table-figure(title, body); legend })
#let plain(body) = { set par(first-line-indent: 0em, justify: false, leading: 0.6em); body }
#let sheet(columns, head, ..rows) = plain({
  set text(size: 8pt)
  table(
    columns: columns,
    align: (x, _) => if x == 0 { left + horizon } else { right + horizon },
    stroke: none,
    inset: (x: 3pt, y: 3.4pt),
    table.hline(stroke: 1pt),
    table.header(..head.enumerate().map(((at, name)) => table.cell(align: if at == 0 { left + horizon } else { center + horizon }, strong(name)))),
    table.hline(stroke: 0.5pt),
    ..rows,
    table.hline(stroke: 1pt),
  )
})
#let notice(body) = block(width: 100%, stroke: 0.8pt + rgb("#b3131b"), inset: (x: 10pt, y: 4pt), below: 1.6em, body)
#let note(body) = block(above: 0.7em, below: 1.4em, plain(text(size: 8pt, body)))
`;
}

function facts({ facts: all }: Report, language: Language): string {
  const cells = all.map(
    ({ name, value }) => `strong(${string(name[language])}), ${string(plainText(value, language))}`,
  );
  return `#plain(text(size: 9.5pt, table(columns: (6.5em, 1fr), stroke: none, inset: (x: 3pt, y: 4pt), table.hline(stroke: 0.5pt), ${cells.join(', ')}, table.hline(stroke: 0.5pt))))`;
}

function sectionOf(
  section: Section,
  at: number,
  blocks: ReadonlyMap<string, number>,
  drawings: Map<string, string>,
  language: Language,
): string {
  return [
    `#heading(level: 1, ${string(headingOf(section, at, language))})`,
    ...section.paragraphs.map((passage) => `#par(${string(plainText(passage, language))})`),
    ...section.blocks.map((block) => {
      const caption = captionOf(block, blocks, language);
      return block.kind === 'table'
        ? tableOf(block, caption, language)
        : chartOf(block, caption, drawings, language);
    }),
  ].join('\n');
}

function noticeOf(
  { heading, paragraphs, table }: Notice,
  blocks: ReadonlyMap<string, number>,
  language: Language,
): string {
  return `#notice([
#heading(level: 1, ${string(heading[language])})
${paragraphs.map((passage) => `#par(${string(plainText(passage, language))})`).join('\n')}
${table.rows.length ? tableOf(table, captionOf(table, blocks, language), language) : ''}])`;
}

function tableOf(table: Table, title: string, language: Language): string {
  const { columns, stub, rows } = table;
  const head = [stub[language], ...columns.map((column) => columnName(column, language))].map(string);
  const widths = `(${columnShares(table)
    .map((share) => `${share}fr`)
    .join(', ')})`;
  const lines = rows.map((row) => rowOf(row, columns.length, language)).join(',\n  ');
  const figure = isLong(table) ? 'long-figure' : 'whole-figure';
  return `#${figure}(${string(title)}, sheet(${widths}, (${head.join(', ')}),
  ${lines}), [${legendOf(table, language)}])`;
}

function rowOf(row: TableRow, columns: number, language: Language): string {
  const { level, cells } = row;
  const name = string(rowName(row, language));
  if (cells.length === 0) return `table.cell(colspan: ${columns + 1}, align: left, ${name})`;
  const bold = (text: string) => (level === 0 ? `strong(${text})` : text);
  const figures = cells.map((cell) => figureOf(cell, bold, language));
  return [`pad(left: ${level}em, ${bold(name)})`, ...figures].join(', ');
}

function figureOf(cell: TableCell, bold: (text: string) => string, language: Language): string {
  const text = string(cellText(cell, language));
  if (!isNumber(cell)) return `table.cell(align: left + horizon, ${text})`;
  const status = markedStatus(cell);
  return status ? `[#${bold(text)}#super(${string(status)})]` : bold(text);
}

function legendOf(table: Table, language: Language): string {
  const signs = signsOf(table, language);
  const lines = [...table.notes.map((note) => plainText(note, language)), ...(signs ? [signs] : [])];
  if (lines.length === 0) return '';
  return `#note(${string(labels[language].legend + lines.join(language === 'en' ? ' ' : ''))})`;
}

function chartOf(chart: Chart, caption: string, drawings: Map<string, string>, language: Language): string {
  const picture = pictureOf(chart, 590, language);
  const name = `${chart.id}.svg`;
  drawings.set(name, picture.svg);
  return `#figure(kind: image, supplement: none, caption: ${string(caption)}, image("/${name}", width: 100%, alt: ${string(picture.description)}))`;
}

function notesOf(notes: readonly Note[], language: Language): string {
  return [
    `#heading(level: 1, ${string(labels[language].notes)})`,
    ...notes.map(({ heading, items }) => {
      const list = items.map((item) => string(plainText(item, language))).join(', ');
      return `#heading(level: 2, ${string(heading[language])})\n#{ set text(size: 9.5pt); set par(first-line-indent: 0em); list(spacing: 0.8em, ${list}) }`;
    }),
  ].join('\n');
}
