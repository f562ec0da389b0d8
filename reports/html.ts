import { readFileSync } from 'node:fs';
import { reasons, statuses } from '../catalogue/status.ts';
import { drawChart } from './charts.ts';
import {
  type Chart,
  isNumber,
  type Note,
  type Notice,
  type NumberPiece,
  type Passage,
  type Piece,
  type Report,
  type Section,
  type Table,
  type TableCell,
  type TableRow,
} from './content.ts';
import {
  headingOf,
  inBrackets,
  isLong,
  labelOf,
  labels,
  markedStatus,
  numberedBlocks,
  plainText,
  signsOf,
  unitBehind,
} from './layout.ts';
import { html, type Markup, raw } from './markup.ts';
import { type Language, type NumberRef, nameOfRef, writeNumber } from './number-ref.ts';

const style = readFileSync(new URL('./report.css', import.meta.url), 'utf8');

/** Of the text between the margins of an A4 page, and of a telephone. */
const chartWidths = { wide: 572, narrow: 340 } as const;

/** The report as one HTML document that needs nothing else: no script, no request. The same report gives the same bytes. */
export function renderHtml(report: Report, language: Language): string {
  const numbered = numberedBlocks(report);
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="parkstat-release" content="${report.release}">
<title>${plainText(report.title, language)}</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<header>
<h1>${passage(report.title, language)}</h1>
<dl class="facts">${report.facts.map(
    ({ name, value }) => html`<div><dt>${name[language]}</dt><dd>${passage(value, language)}</dd></div>`,
  )}</dl>
</header>
${report.notice ? noticeOf(report.notice, numbered, language) : undefined}${report.sections.map((section, at) => sectionOf(section, at, numbered, language))}
${notesOf(report, language)}
</main>
</body>
</html>
`;
  return page.markup;
}

function sectionOf(
  section: Section,
  at: number,
  numbered: ReadonlyMap<string, number>,
  language: Language,
): Markup {
  const blocks = section.blocks.map((block) => {
    const label = labelOf(block, numbered, language);
    return block.kind === 'table' ? tableOf(block, label, language) : chartOf(block, label, language);
  });
  return html`<section id="${section.id}">
<h2>${headingOf(section, at, language)}</h2>
${section.paragraphs.map((sentences) => html`<p>${passage(sentences, language)}</p>\n`)}${blocks}</section>
`;
}

function noticeOf(
  { heading, paragraphs, table }: Notice,
  numbered: ReadonlyMap<string, number>,
  language: Language,
): Markup {
  return html`<section id="notice" class="notice">
<h2>${heading[language]}</h2>
${paragraphs.map((sentences) => html`<p>${passage(sentences, language)}</p>\n`)}${table.rows.length ? tableOf(table, labelOf(table, numbered, language), language) : undefined}</section>
`;
}

function passage(pieces: Passage, language: Language): Markup[] {
  return pieces[language].map((piece) => pieceOf(piece, language));
}

function pieceOf(piece: Piece, language: Language): Markup {
  if (typeof piece === 'string') return html`${piece}`;
  if ('number' in piece) return numberOf(piece, language);
  if ('time' in piece) return html`<time datetime="${piece.time}">${piece[language]}</time>`;
  // The registry may know a name in Chinese only.
  const foreign = language === 'en' && /\p{Script=Han}/u.test(piece.en);
  return foreign
    ? html`<span data-code="${piece.code}" lang="zh-CN">${piece.en}</span>`
    : html`<span data-code="${piece.code}">${piece[language]}</span>`;
}

function numberOf({ number, form }: NumberPiece, language: Language): Markup {
  const written = writeNumber(number, form, language);
  const { value, reason } = number;
  if (value !== null) return html`<data value="${value}" data-ref="${nameOfRef(number)}">${written}</data>`;
  const why = reasons[reason ?? 'MISSING'][language];
  return html`<data value="" data-ref="${nameOfRef(number)}" data-reason="${reason ?? 'MISSING'}"><abbr title="${why}">${written}</abbr></data>`;
}

function tableOf(table: Table, label: string, language: Language): Markup {
  const { columns, id } = table;
  const groups = bodies(table.rows);
  return html`<figure class="${isLong(table) ? 'long table' : 'table'}" id="table-${id}">
<div class="scroll" role="region" tabindex="0" aria-labelledby="table-${id}-caption">
<table${table.rows.some(({ cells }) => !cells.every(isNumber)) ? raw(' class="wordy"') : undefined}>
<caption id="table-${id}-caption">${label ? html`<span class="label">${label}</span> ` : undefined}${passage(table.caption, language)}</caption>
<thead><tr><th scope="col">${table.stub[language]}</th>${columns.map(
    ({ heading, unit }) =>
      html`<th scope="col">${passage(heading, language)}${unit?.[language] ? html` <span class="unit">${inBrackets(unit[language], language)}</span>` : undefined}</th>`,
  )}</tr></thead>
${groups.map((rows) => html`<tbody>\n${rows.map((row) => rowOf(row, columns.length, language))}</tbody>\n`)}</table>
</div>
${legendOf(table, language)}</figure>
`;
}

/** A row that names a group opens a body of its own. */
function bodies(rows: readonly TableRow[]): TableRow[][] {
  const groups: TableRow[][] = [[]];
  for (const row of rows) {
    if (row.cells.length === 0) groups.push([]);
    groups.at(-1)?.push(row);
  }
  return groups.filter((group) => group.length > 0);
}

function rowOf({ label, level, cells, unit }: TableRow, columns: number, language: Language): Markup {
  if (cells.length === 0)
    return html`<tr class="group"><th scope="rowgroup" colspan="${String(columns + 1)}">${passage(label, language)}</th></tr>\n`;
  return html`<tr class="level-${String(level)}"><th scope="row">${passage(label, language)}${unit ? html`<span class="own unit">${unitBehind(unit, language)}</span>` : undefined}</th>${cells.map(
    (cell) => cellOf(cell, language),
  )}</tr>\n`;
}

function cellOf(cell: TableCell, language: Language): Markup {
  return isNumber(cell)
    ? html`<td>${numberOf({ number: cell, form: 'cell' }, language)}${statusOf(cell, language)}</td>`
    : html`<td class="words">${passage(cell, language)}</td>`;
}

function statusOf(number: NumberRef, language: Language): Markup | undefined {
  const status = markedStatus(number);
  return status && html`<sup><abbr title="${statuses[status][language]}">${status}</abbr></sup>`;
}

function legendOf(table: Table, language: Language): Markup {
  const signs = signsOf(table, language);
  const lines = [...table.notes.map((note) => passage(note, language)), ...(signs ? [[html`${signs}`]] : [])];
  return lines.length
    ? html`<p class="legend">${labels[language].legend}${lines.map((line, at) => (at > 0 && language === 'en' ? [' ', ...line] : line))}</p>\n`
    : html``;
}

function chartOf(chart: Chart, label: string, language: Language): Markup {
  const drawings = (Object.keys(chartWidths) as (keyof typeof chartWidths)[]).map((width) => {
    const { svg, description } = drawChart(chart, chartWidths[width], language);
    return html`<div class="drawing ${width}" role="img" aria-label="${description}">${raw(svg)}</div>\n`;
  });
  return html`<figure class="chart" id="figure-${chart.id}">
${drawings}<figcaption><span class="label">${label}</span> ${passage(chart.caption, language)}</figcaption>
</figure>
`;
}

function notesOf({ notes }: Report, language: Language): Markup {
  const part = ({ heading, items }: Note) => html`<h3>${heading[language]}</h3>
<ul>
${items.map((item) => html`<li>${passage(item, language)}</li>\n`)}</ul>
`;
  return html`<section id="notes">
<h2>${labels[language].notes}</h2>
${notes.map(part)}</section>`;
}
