import { dimensions, indicators } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { type Child, h } from '../element.ts';
import { count, noValue } from '../figures.ts';
import { type Known, type MonthFrame, placeName, type Review } from './shapes.ts';
import { say } from './text.ts';
import { marked } from './wording.ts';

type Changes = NonNullable<Review['changes']>;

/** What a reviewer has not seen yet: cells, sentences, charts and tables. */
export function changesTab(known: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  const { changes } = known.review;
  if (!changes) return h('p', { class: 'nothing' }, say('firstSubmission', language));
  const { moved, sentences, charts, tables } = changes;
  if (moved + sentences.length + charts.length + tables.length === 0)
    return h('p', { class: 'nothing' }, say('nothingChanged', language));
  return h(
    'div',
    { class: 'changes-tab' },
    sentences.length > 0 && sentencesPart(changes, known, language),
    charts.length + tables.length > 0 && drawingsPart(changes, known, language),
    moved > 0 && cellsPart(changes, known, language),
  );
}

function cellsPart({ cells, moved }: Changes, known: Known, language: 'zh' | 'en'): HTMLElement {
  const lead = cells.length < moved ? 'cellsFirst' : 'cellsLead';
  const head = (['indicator', 'cell', 'from', 'to'] as const).map((key, at) =>
    h('th', { scope: 'col', class: at > 1 && 'figure' }, say(key, language)),
  );
  const lines = cells.map((cell) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, indicatorName(cell.indicator, language)),
      h('td', {}, cellName(cell, known, language)),
      h('td', { class: 'figure' }, grouped(cell.from)),
      h('td', { class: 'figure' }, grouped(cell.to)),
    ),
  );
  return h(
    'section',
    {},
    h('h3', { id: 'cells-title' }, say('cells', language)),
    h('p', { class: 'caption' }, say(lead, language, { moved: count(moved), count: cells.length })),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-labelledby': 'cells-title' },
      h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...lines)),
    ),
  );
}

/** A published value with its thousands apart; whatever unit it has. */
function grouped(value: string | null): string {
  return value?.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',') ?? noValue;
}

function indicatorName(id: string, language: 'zh' | 'en'): string {
  const known: Readonly<Record<string, { readonly zh: string; readonly en: string } | undefined>> =
    indicators;
  return known[id]?.[language] ?? id;
}

/** The place in words, the other codes as they are; the whole city where all are totals. */
function cellName(cell: Changes['cells'][number], known: Known, language: 'zh' | 'en'): string {
  const codes: Readonly<Record<string, unknown>> = cell;
  const told = dimensions
    .filter((dimension) => dimension !== 'park')
    .map((dimension) => codes[dimension])
    .filter((code): code is string => typeof code === 'string' && code !== total);
  return [placeName(cell.park, known, language), ...told].join(' · ');
}

/** By report: the city's are open, those of the parks are folded away. */
function sentencesPart({ sentences }: Changes, known: Known, language: 'zh' | 'en'): HTMLElement {
  const byPark = [...Map.groupBy(sentences, ({ park }) => park)];
  return h(
    'section',
    { 'aria-labelledby': 'sentences-title' },
    h('h3', { id: 'sentences-title' }, say('sentences', language)),
    ...byPark.map(([park, own], at) =>
      h(
        'details',
        { id: `sentences-${park}`, open: at === 0 },
        h('summary', {}, `${placeName(park, known, language)} · ${own.length}`),
        h('ul', { class: 'sentences' }, ...own.map((one) => sentenceLine(one, language))),
      ),
    ),
  );
}

function sentenceLine({ from, to }: Changes['sentences'][number], language: 'zh' | 'en'): HTMLElement {
  return h(
    'li',
    {},
    from && h('p', { class: 'was' }, ...marked(from[language], to?.[language], language, 'del')),
    to && h('p', {}, ...marked(to[language], from?.[language], language)),
  );
}

function drawingsPart({ charts, tables }: Changes, known: Known, language: 'zh' | 'en'): HTMLElement {
  const named = [
    ...charts.map(({ park, id }) => ({ park, told: `${say('chart', language)} ${id}` })),
    ...tables.map(({ park, id }) => ({ park, told: `${say('table', language)} ${id}` })),
  ];
  const lines: Child[] = [...Map.groupBy(named, ({ park }) => park)].map(([park, own]) =>
    h(
      'li',
      {},
      h('b', {}, placeName(park, known, language)),
      ' ',
      own.map(({ told }) => told).join(language === 'zh' ? '、' : ', '),
    ),
  );
  return h(
    'section',
    { 'aria-labelledby': 'drawings-title' },
    h('h3', { id: 'drawings-title' }, say('drawings', language)),
    h('ul', { class: 'drawings' }, ...lines),
  );
}
