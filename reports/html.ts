import { readFileSync } from 'node:fs';
import { reasons, statuses } from '../catalogue/status.ts';
import { drawChart } from './charts.ts';
import type {
  Chart,
  Note,
  NumberPiece,
  Passage,
  Piece,
  Report,
  Section,
  Table,
  TableRow,
} from './content.ts';
import { html, type Markup, raw } from './markup.ts';
import { type Language, nameOfRef, writeNumber } from './number-ref.ts';
import { signWords, symbolLegend } from './sections/notes.ts';

const style = readFileSync(new URL('./report.css', import.meta.url), 'utf8');

const chineseNumerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
/** Of the text between the margins of an A4 page, and of a telephone. */
const chartWidths = { wide: 572, narrow: 340 } as const;

const text = {
  zh: { table: '表', figure: '图', notes: '附注', legend: '注：', colon: '：', stop: '；', end: '。' },
  en: {
    table: 'Table ',
    figure: 'Figure ',
    notes: 'Notes',
    legend: 'Note: ',
    colon: ': ',
    stop: '; ',
    end: '.',
  },
} as const;

/** The report as one HTML document that needs nothing else: no script, no request. The same report gives the same bytes. */
export function renderHtml(report: Report, language: Language): string {
  const numbered = new Map(
    (['table', 'chart'] as const).flatMap((kind) =>
      report.sections
        .flatMap(({ blocks }) => blocks.filter((block) => block.kind === kind))
        .map((block, at) => [`${kind}-${block.id}`, at + 1] as const),
    ),
  );
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
${report.sections.map((section, at) => sectionOf(section, at, numbered, language))}
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
    const number = String(numbered.get(`${block.kind}-${block.id}`));
    return block.kind === 'table' ? tableOf(block, number, language) : chartOf(block, number, language);
  });
  return html`<section id="${section.id}">
<h2>${ordinal(at, language)}${section.heading[language]}</h2>
${section.paragraphs.map((sentences) => html`<p>${passage(sentences, language)}</p>\n`)}${blocks}</section>
`;
}

function ordinal(at: number, language: Language): string {
  return language === 'zh' ? `${chineseNumerals[at]}、` : `${at + 1}. `;
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

function plainText(pieces: Passage, language: Language): string {
  return pieces[language]
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'number' in piece ? writeNumber(piece.number, piece.form, language) : piece[language];
    })
    .join('');
}

function tableOf(table: Table, number: string, language: Language): Markup {
  const { columns, id } = table;
  const groups = bodies(table.rows);
  return html`<figure class="table" id="table-${id}">
<div class="scroll" role="region" tabindex="0" aria-labelledby="table-${id}-caption">
<table>
<caption id="table-${id}-caption"><span class="label">${text[language].table}${number}</span> ${passage(table.caption, language)}</caption>
<thead><tr><th scope="col">${table.stub[language]}</th>${columns.map(
    ({ heading, unit }) =>
      html`<th scope="col">${passage(heading, language)}${unit?.[language] ? html` <span class="unit">${inBrackets(unit[language], language)}</span>` : undefined}</th>`,
  )}</tr></thead>
${groups.map((rows) => html`<tbody>\n${rows.map((row) => rowOf(row, columns.length, language))}</tbody>\n`)}</table>
</div>
${legendOf(table, language)}</figure>
`;
}

function inBrackets(unit: string, language: Language): string {
  return language === 'zh' ? `（${unit}）` : `(${unit})`;
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

function rowOf({ label, level, cells }: TableRow, columns: number, language: Language): Markup {
  if (cells.length === 0)
    return html`<tr class="group"><th scope="rowgroup" colspan="${String(columns + 1)}">${passage(label, language)}</th></tr>\n`;
  return html`<tr class="level-${String(level)}"><th scope="row">${passage(label, language)}</th>${cells.map(
    (number) => html`<td>${numberOf({ number, form: 'cell' }, language)}${statusOf(number, language)}</td>`,
  )}</tr>\n`;
}

/** The letter of a status that is not the usual one; a number without is preliminary. */
function statusOf({ value, status }: TableRow['cells'][number], language: Language): Markup | undefined {
  if (value === null || status === 'p') return undefined;
  return html`<sup><abbr title="${statuses[status][language]}">${status}</abbr></sup>`;
}

function legendOf({ reasons, statuses: marked, notes }: Table, language: Language): Markup {
  const { colon, legend, stop, end } = text[language];
  const signs = [
    ...symbolLegend(reasons).map((sign) => signWords(sign, language)),
    ...marked.map((status) => `${status}${colon}${statuses[status][language]}`),
  ];
  const lines = [
    ...notes.map((note) => passage(note, language)),
    ...(signs.length ? [[html`${signs.join(stop)}${end}`]] : []),
  ];
  return lines.length
    ? html`<p class="legend">${legend}${lines.map((line, at) => (at > 0 && language === 'en' ? [' ', ...line] : line))}</p>\n`
    : html``;
}

function chartOf(chart: Chart, number: string, language: Language): Markup {
  const drawings = (Object.keys(chartWidths) as (keyof typeof chartWidths)[]).map((width) => {
    const { svg, description } = drawChart(chart, chartWidths[width], language);
    return html`<div class="drawing ${width}" role="img" aria-label="${description}">${raw(svg)}</div>\n`;
  });
  return html`<figure class="chart" id="figure-${chart.id}">
${drawings}<figcaption><span class="label">${text[language].figure}${number}</span> ${passage(chart.caption, language)}</figcaption>
</figure>
`;
}

function notesOf({ notes }: Report, language: Language): Markup {
  const part = ({ heading, items }: Note) => html`<h3>${heading[language]}</h3>
<ul>
${items.map((item) => html`<li>${passage(item, language)}</li>\n`)}</ul>
`;
  return html`<section id="notes">
<h2>${text[language].notes}</h2>
${notes.map(part)}</section>`;
}
