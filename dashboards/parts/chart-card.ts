import { apiRoot, fromFolder } from '../ask.ts';
import { dataTable, type Table } from '../charts/table.ts';
import { type Child, h } from '../element.ts';
import type { Language } from '../view.ts';
import { csvOf, pngFile, save, svgFile } from './chart-file.ts';
import { type Draw, drawAll, drawing } from './drawing.ts';
import { menu, menuList } from './menu.ts';
import { readingLine, walkable } from './points.ts';
import { word } from './words.ts';

export interface ChartCard {
  /** Stays the same from drawing to drawing: focus and the open table are kept by it; also the files' name. */
  readonly id: string;
  readonly title: string;
  /** One generated sentence that says what the drawing shows. */
  readonly sentence: string;
  readonly draw: Draw;
  /** The figures of the drawing, exact, as a real table. */
  readonly table: Table;
  /** What the table's figures are in; CNY when left out. */
  readonly tableUnit?: string;
  readonly language: Language;
  /** The API path of the figures, for a download with codes and statuses. */
  readonly path?: string;
  /** The points have labels (`ariaLabel` of their marks): arrow keys walk them. */
  readonly hasPoints?: boolean;
  /** A point was clicked or entered; given its label. */
  readonly choose?: (label: string) => void;
  /** What concerns single points, numbered as in the drawing. */
  readonly notes?: readonly string[];
  /** Controls of this chart alone, between title and drawing. */
  readonly tools?: readonly Child[];
  /** Below the drawing. */
  readonly foot?: readonly Child[];
  readonly className?: string;
}

/** Cards whose table is shown in place of the drawing. */
const asTable = new Set<string>();

/** A chart as people need it: title, sentence, drawing, its figures as a table behind a switch, and files to keep. */
export function chartCard(card: ChartCard): HTMLElement {
  const { id, title, sentence, notes = [], tools = [], foot = [], className = '' } = card;
  const said = readingLine();
  const place = drawnPlace(card, said);
  const table = tablePart(card);
  return h(
    'figure',
    { class: `panel chart-card ${className}`.trim(), id, 'data-shows': asTable.has(id) ? 'table' : 'chart' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: `${id}-title` }, title),
      h('div', { class: 'card-tools' }, tableSwitch(card), downloads(card)),
    ),
    h('figcaption', {}, sentence),
    ...tools,
    h('div', { class: 'card-chart' }, place, card.hasPoints && said),
    table,
    ...foot,
    notes.length > 0 && h('ol', { class: 'notes' }, ...notes.map((note) => h('li', {}, note))),
  );
}

function drawnPlace(card: ChartCard, said: HTMLElement): HTMLElement {
  const { id, sentence, language, draw, choose } = card;
  const place = drawing(draw);
  if (!card.hasPoints) return place;
  const attributes = {
    id: `${id}-drawing`,
    role: 'group',
    tabindex: '0',
    'aria-roledescription': word('chartRole', language),
    'aria-label': `${sentence} ${word(choose ? 'walk' : 'walkOnly', language)}`,
  };
  for (const [name, value] of Object.entries(attributes)) place.setAttribute(name, value);
  if (choose) place.classList.add('choosable');
  walkable(place, { said, choose });
  return place;
}

function tablePart({ id, title, table, tableUnit, language }: ChartCard): HTMLElement {
  const caption = `${title} · ${tableUnit ?? word('tableUnit', language)}`;
  return h(
    'div',
    { class: 'card-table scroll', id: `${id}-table`, tabindex: '0', role: 'region', 'aria-label': caption },
    dataTable(table, caption, document),
  );
}

function tableSwitch({ id, title, language }: ChartCard): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      id: `${id}-switch`,
      class: 'tool',
      'aria-pressed': String(asTable.has(id)),
      'aria-controls': `${id}-table`,
      'aria-label': word('tableOf', language, { title }),
      onclick: () => {
        const shown = !asTable.delete(id) && asTable.add(id) !== undefined;
        button.setAttribute('aria-pressed', String(shown));
        document.getElementById(id)?.setAttribute('data-shows', shown ? 'table' : 'chart');
        drawAll();
      },
    },
    word('table', language),
  );
  return button;
}

/** As wide as a page of a document shows well, whatever the screen. */
const fileWidth = 960;

function downloads(card: ChartCard): HTMLElement {
  const { id, title, sentence, table, language, path, draw } = card;
  const svg = () => svgFile(draw(fileWidth) as SVGSVGElement, title, sentence);
  const item = (key: string, label: string, make: () => Promise<Blob> | Blob) =>
    h(
      'button',
      {
        type: 'button',
        id: `${id}-${key}`,
        onclick: async () => save(`${title}.${key}`, await make()),
      },
      label,
    );
  const list = menuList(
    item('svg', 'SVG', () => new Blob([svg()], { type: 'image/svg+xml' })),
    item('png', 'PNG', () => pngFile(svg())),
    item(
      'csv',
      word('csvOfTable', language),
      () => new Blob([csvOf(table, [sentence])], { type: 'text/csv' }),
    ),
    !fromFolder &&
      path !== undefined &&
      h('a', { href: `${apiRoot}${path}&format=csv&bom=true` }, word('csvOfApi', language)),
  );
  const longLabel = word('downloadOf', language, { title });
  return menu({ id: `${id}-download`, label: word('download', language), longLabel }, list);
}
