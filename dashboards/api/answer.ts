import { type AlwaysTold, dimensions } from '../../catalogue/indicators.ts';
import { type Child, h } from '../element.ts';
import { instant } from '../figures.ts';
import type { Frame } from '../page.ts';
import { statusChip } from '../parts/numbers.ts';
import type { Language } from '../view.ts';
import { type ApiKey, parametersOf } from './asked.ts';
import { inLanguage } from './description.ts';
import { type Asking, seriesAddress } from './examples.ts';
import { isPreview, type Known, type Preview } from './load.ts';
import { sdmxFiles } from './sdmx-files.ts';
import { say, type TextKey } from './text.ts';

type ApiFrame = Frame<ApiKey>;

/** The address, the files and the citation of the question. */
export function addressPanel({ preview }: Known, asking: Asking, frame: ApiFrame): HTMLElement {
  const { language } = frame.view;
  const isAnswered = isPreview(preview);
  return h(
    'section',
    { class: 'panel api-address' },
    h('h2', {}, say('address', language)),
    h('p', { class: 'caption' }, say('addressLead', language)),
    copyable(seriesAddress(asking), say('address', language), frame),
    ...(isAnswered ? [files(asking, frame), citation(preview, asking, frame)] : []),
  );
}

/** A line or a program with a button that copies it. */
export function copyable(code: string, title: string, frame: ApiFrame): HTMLElement {
  const { language } = frame.view;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet small',
      'aria-label': say('copyOf', language, { what: title }),
      onclick: () =>
        void copy(code).then(() => {
          button.textContent = say('copied', language);
          frame.announce(say('copied', language));
        }),
    },
    say('copy', language),
  );
  const block = h('pre', { tabindex: '0', 'aria-label': title, role: 'region' }, h('code', {}, code));
  return h('div', { class: 'copyable' }, block, button);
}

/** The clipboard is there only on https and on this machine; elsewhere a selection is copied the old way. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = h('textarea', { class: 'unseen' });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

const formats = ['csv', 'xlsx', 'parquet', 'arrow', 'json'] as const;

function files(asking: Asking, { view }: ApiFrame): HTMLElement {
  const { language } = view;
  const link = (href: string, key: TextKey) =>
    h('a', { class: 'button quiet small', href, download: true }, say(key, language));
  return h(
    'p',
    { class: 'api-files', role: 'group', 'aria-label': say('download', language) },
    h('b', {}, say('download', language)),
    ...formats.map((format) =>
      link(`${seriesAddress(asking, format)}${format === 'csv' ? '&bom=true' : ''}`, `format_${format}`),
    ),
    ...sdmxFiles(asking).map(({ format, address }) => link(address, `format_${format}`)),
  );
}

/** How the figures are cited, so that whoever follows it finds these and no others. */
function citation({ query }: Preview, { root }: Asking, frame: ApiFrame): HTMLElement {
  const { language } = frame.view;
  const whole = (path: string) => new URL(path, root).href;
  const fact = (key: TextKey, ...content: Child[]) => [
    h('dt', {}, say(key, language)),
    h('dd', {}, ...content),
  ];
  const cite = query.cite[language].replace(query.pinned, whole(query.pinned));
  return h(
    'details',
    { id: 'cite', open: true },
    h('summary', {}, say('cite', language)),
    h('p', { class: 'caption' }, say('citeLead', language)),
    copyable(cite, say('cite', language), frame),
    h(
      'dl',
      { class: 'api-facts' },
      ...fact('pinned', h('a', { href: whole(query.pinned) }, query.pinned)),
      ...fact('permalink', h('a', { href: whole(query.permalink) }, query.permalink)),
      ...fact('queryId', h('code', {}, query.id)),
      ...fact(
        'vintage',
        h('code', {}, query.vintage),
        h('small', {}, ` ${say('inBeijing', language, { at: instant(query.vintage) })}`),
      ),
    ),
  );
}

/** The first rows as the API gives them, or what it says against the question. */
export function previewPanel({ preview, indicators }: Known, frame: ApiFrame): HTMLElement {
  const { language } = frame.view;
  if (!isPreview(preview))
    return h(
      'section',
      { class: 'panel api-refused', role: 'alert' },
      h('h2', {}, say('refused', language)),
      h('p', {}, inLanguage(preview.message, language)),
      h('p', { class: 'caption' }, say('fix', language)),
    );
  const { rows, total, unit } = preview;
  const entry = indicators.find(({ id }) => id === preview.indicator);
  const unitName = unit === 'ratio' ? unit : (entry?.[`unit_${language}`] ?? unit);
  const said = { total, shown: rows.length, unit: unitName };
  return h(
    'section',
    { class: 'panel api-preview' },
    h('h2', {}, say('preview', language)),
    h('p', { class: 'caption' }, say(total > rows.length ? 'previewOf' : 'previewAll', language, said)),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('preview', language) },
      table(preview, frame),
    ),
  );
}

const figures: readonly string[] = ['value', 'coverage'];

function table({ rows }: Preview, { view }: ApiFrame): HTMLElement {
  const { language } = view;
  const asked = new Map(parametersOf(view));
  // What the question leaves in total says nothing in a table; the files have it all.
  const told = dimensions.filter((dimension) => asked.has(dimension) && dimension in (rows[0] ?? {}));
  const columns = [...told, 'period', 'value', 'status', 'reason', 'coverage', 'release'] as const;
  const head = columns.map((column) =>
    h('th', { scope: 'col', class: figures.includes(column) && 'figure' }, columnName(column, language)),
  );
  const lines = rows.map((row) =>
    h(
      'tr',
      {},
      ...columns.map((column) =>
        h('td', { class: figures.includes(column) && 'figure' }, cell(row, column, language)),
      ),
    ),
  );
  return h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...lines));
}

function columnName(column: string, language: Language): string {
  return (dimensions as readonly string[]).includes(column)
    ? say(column as AlwaysTold, language)
    : say(`column_${column}` as TextKey, language);
}

function cell(row: Preview['rows'][number], column: string, language: Language): Child {
  if (column === 'status') return statusChip(row.status, language);
  return (row as unknown as Record<string, string | null>)[column] ?? '';
}
