import { apiRoot, fromFolder } from './ask.ts';
import { dataTable, type Table } from './charts/table.ts';
import { type Child, h } from './element.ts';
import { say } from './text.ts';
import type { Language } from './view.ts';

type Draw = (width: number) => Element;

const drawings = new WeakMap<Element, Draw>();
const drawnAt = new WeakMap<Element, number>();

/** A place in the page that is drawn once its width is known, and again when it changes. */
export function drawing(draw: Draw, className = ''): HTMLElement {
  const place = h('div', { class: `drawing ${className}` });
  drawings.set(place, draw);
  return place;
}

export function drawAll(): void {
  for (const place of document.querySelectorAll('.drawing')) {
    const width = Math.floor(place.clientWidth);
    const draw = drawings.get(place);
    if (!draw || width === 0 || drawnAt.get(place) === width) continue;
    const chart = draw(width);
    // Named as a whole: the labels inside are for the eye, and those of Plot's groups are no names at all.
    place.setAttribute('role', 'img');
    place.setAttribute('aria-label', chart.getAttribute('aria-label') ?? '');
    chart.setAttribute('aria-hidden', 'true');
    place.replaceChildren(chart);
    drawnAt.set(place, width);
  }
}

interface Figure {
  readonly title: string;
  readonly description: string;
  readonly draw: Draw;
  readonly table: Table;
  /** The API path of the figures, for the download. */
  readonly path: string;
  readonly language: Language;
}

/** A chart as people need it: title, one sentence that says what it shows, the drawing, and its figures as a table. */
export function figure(
  { title, description, draw, table, path, language }: Figure,
  ...extra: Child[]
): HTMLElement {
  return h(
    'figure',
    { class: 'panel' },
    h('h2', {}, title),
    h('figcaption', {}, description),
    drawing(draw),
    ...extra,
    tableBehind(title, table, path, language),
  );
}

function tableBehind(title: string, table: Table, path: string, language: Language): HTMLElement {
  const caption = `${title} · ${say('tableUnit', language)}`;
  return h(
    'details',
    {},
    h('summary', {}, say('table', language)),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
      dataTable(table, caption, document),
    ),
    !fromFolder &&
      h('a', { class: 'download', href: `${apiRoot}${path}&format=csv&bom=true` }, say('download', language)),
  );
}
