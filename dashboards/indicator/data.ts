import { type SeriesWords, sdmxAddress } from '../../catalogue/sdmx/series-address.ts';
import { reasons, statuses } from '../../catalogue/status.ts';
import type { Row } from '../answers.ts';
import { apiRoot, fromFolder } from '../ask.ts';
import { dataTable } from '../charts/table.ts';
import { type Child, h } from '../element.ts';
import { instant, percent, periodName } from '../figures.ts';
import type { MarkedSeries } from './answers.ts';
import { cellName, measureFor } from './names.ts';
import { type Question, seriesOf } from './queries.ts';
import { type Shown, troubled } from './shown.ts';
import { tell } from './text.ts';
import { monthTools } from './trend-tools.ts';

/** The figures as they are, and every way to take them along. */
export function dataTab(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const transform = loaded.transform === 'seasonal' ? 'level' : loaded.transform;
  const path = seriesOf(question, transform);
  const series = loaded.answers.of<MarkedSeries>(path);
  if (!series) return troubled(shown, tell('dataTitle', language), path);
  return h(
    'div',
    { class: 'indicator-tab' },
    h('div', { class: 'indicator-tools' }, ...monthTools(shown)),
    h(
      'div',
      { class: 'columns' },
      tablePanel(shown, series.rows, transform),
      h('div', { class: 'stacked' }, takeAway(shown, path), citationPanel(shown, series, transform)),
    ),
  );
}

function tablePanel(
  { loaded, question, frame }: Shown,
  rows: readonly Row[],
  transform: 'level' | string,
): HTMLElement {
  const { language } = frame.view;
  const shown = { entry: loaded.entry, transform: transform as 'level' };
  const measure = measureFor(
    shown,
    frame.view,
    rows.map(({ value }) => value),
  );
  const title = tell('dataTitle', language);
  const said = tell('dataSaid', language, {
    ...spanOf(question, language),
    where: cellName(loaded, question.cell, language),
    transform: tell(transform as 'level', language),
    unit: measure.exactName,
  });
  const columns = (['month', 'value', 'status', 'coverage', 'release'] as const).map((key) =>
    tell(key, language),
  );
  const table = dataTable(
    {
      columns,
      rows: rows
        .toReversed()
        .map((row) => [
          periodName(row.period, language),
          row.value === null && row.reason ? `— ${reasons[row.reason][language]}` : measure.exact(row.value),
          statuses[row.status][language],
          percent(row.coverage),
          row.release ?? '—',
        ]),
    },
    title,
    document,
  );
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, title),
    h('p', { class: 'caption' }, said),
    h(
      'div',
      { class: 'scroll tall plain-caption', tabindex: '0', role: 'region', 'aria-label': title },
      table,
    ),
  );
}

function spanOf({ from, to }: Question, language: 'zh' | 'en') {
  return { from: periodName(from, language), to: periodName(to, language) };
}

const formats = [
  ['csv', '&format=csv&bom=true'],
  ['XLSX', '&format=xlsx'],
  ['Parquet', '&format=parquet'],
  ['Arrow', '&format=arrow'],
] as const;

/** The same query to SDMX; none where no dataflow has its breakdowns together. */
function sdmxLink(path: string): string | undefined {
  const words = Object.fromEntries(new URLSearchParams(path.split('?')[1]));
  const found = sdmxAddress(words as unknown as SeriesWords);
  if (!found) return undefined;
  const asked = new URLSearchParams({ ...found.parameters, format: 'csvdata' });
  return `./sdmx/2.1/data/${found.flow}/${found.key}?${asked}`;
}

function takeAway({ frame }: Shown, path: string): HTMLElement {
  const { language } = frame.view;
  const title = h('h2', {}, tell('downloads', language));
  if (fromFolder) return h('section', { class: 'panel' }, title, h('p', {}, tell('needsServer', language)));
  const links = formats.map(([name, suffix]) =>
    h(
      'li',
      {},
      h('a', { href: apiRoot + path + suffix, download: '' }, name === 'csv' ? tell('csv', language) : name),
    ),
  );
  const sdmx = sdmxLink(path);
  const address = new URL(apiRoot + path, location.href).href;
  return h(
    'section',
    { class: 'panel' },
    title,
    h('p', { class: 'caption' }, tell('downloadsSaid', language)),
    h(
      'ul',
      { class: 'downloads' },
      ...links,
      sdmx !== undefined && h('li', {}, h('a', { href: sdmx, download: '' }, 'SDMX-CSV')),
    ),
    h('h3', {}, tell('api', language)),
    h('p', { class: 'caption' }, tell('apiSaid', language)),
    copyable(address, 'query', language),
    !fromFolder &&
      h('p', {}, h('a', { href: `./api.html?${path.split('?')[1] ?? ''}` }, tell('apiPage', language))),
  );
}

/** A line with a button that copies it. */
function copyable(text: string, id: string, language: 'zh' | 'en'): HTMLElement {
  const said = h('span', { class: 'caption', role: 'status' });
  const button = h(
    'button',
    {
      type: 'button',
      ...{ class: 'quiet small', id: `copy-${id}` },
      onclick: () => {
        navigator.clipboard?.writeText(text).then(() => {
          said.textContent = tell('copied', language);
        });
      },
    },
    tell('copy', language),
  );
  return h('div', { class: 'copyable' }, h('code', {}, text), h('span', {}, button, ' ', said));
}

function citationPanel(
  { loaded, question, frame }: Shown,
  series: MarkedSeries,
  transform: string,
): HTMLElement {
  const { language } = frame.view;
  const { releases, as_of } = series;
  const [first, last] = [releases?.[0], releases?.at(-1)];
  const text = tell('citationSaid', language, {
    ...spanOf(question, language),
    city: tell('city', language),
    name: loaded.entry[language],
    id: loaded.entry.id,
    where: cellName(loaded, question.cell, language),
    transform: tell(transform as 'level', language),
    releases: first === last ? (first ?? '') : `${first} … ${last}`,
    asOf: as_of ? tell('asOfSaid', language, { at: instant(as_of) }) : '',
  });
  const content: Child[] = [h('h2', {}, tell('citation', language)), copyable(text, 'citation', language)];
  return h('section', { class: 'panel' }, ...content);
}
