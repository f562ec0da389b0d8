import { total } from '../../catalogue/mode.ts';
import { queryParameters } from '../../catalogue/query-language/address.ts';
import { dimensionNames, sayVintage } from '../../catalogue/query-language/meaning.ts';
import type { QueryState } from '../../catalogue/query-language/state.ts';
import { apiRoot } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { count, instant, periodName } from '../figures.ts';
import { switcher } from '../parts/toolbar.ts';
import type { Available, QueryAnswer } from './answers.ts';
import { subjectOf, unitOf, type Writing } from './cells.ts';
import { answerChart } from './chart.ts';
import { type Layout, pivotOf, variedAxes } from './layout.ts';
import { pivotTable } from './pivot.ts';
import { saveForm } from './save.ts';
import { say } from './text.ts';
import { queryPath, seriesPath } from './view.ts';

export interface Result {
  readonly answer: QueryAnswer;
  readonly state: QueryState;
  readonly against: string;
  readonly line: string;
  readonly layout: Layout;
  readonly writing: Writing;
  readonly show: string;
  readonly address: (show: string) => string;
  readonly choose: (show: string) => void;
  readonly maySave: boolean;
  readonly everyRow: boolean;
  readonly showAll: () => void;
  readonly announce: (said: string) => void;
}

/** The answer as a table or a drawing of the same state, with what can be taken away. */
export function resultPanel(result: Result): HTMLElement {
  const { answer, state, writing, show, layout, everyRow, showAll } = result;
  const { language } = writing;
  const sentence = sentenceOf(result);
  const title = subjectOf(answer, variedAxes(answer), writing);
  const shown =
    show === 'chart'
      ? answerChart(answer, sentence, title, queryPath(state, result.against), writing)
      : pivotTable({ answer, pivot: pivotOf(answer, layout), writing, caption: sentence, everyRow, showAll });
  return h(
    'section',
    { class: 'panel result', id: 'result', 'aria-labelledby': 'result-title' },
    h(
      'div',
      { class: 'result-head' },
      h('h2', { id: 'result-title' }, title),
      h(
        'div',
        { class: 'result-tools' },
        switcher({
          id: 'show',
          label: say('shownAs', language),
          options: [
            { value: 'table', label: say('asTable', language) },
            { value: 'chart', label: say('asChart', language) },
          ],
          value: show === 'chart' ? 'chart' : 'table',
          address: result.address,
          choose: result.choose,
        }),
        downloads(result),
        result.maySave &&
          saveForm(
            { kind: 'series', address: addressOf(result), line: result.line },
            title,
            language,
            result.announce,
          ),
        copyLink(language, result.announce),
      ),
    ),
    show === 'chart' ? null : h('p', { class: 'caption' }, sentence),
    shown,
  );
}

/** What a saved query keeps: the question, without unit, language and the like. */
function addressOf({ state, against }: Result): string {
  const said = queryParameters(state);
  if (against) said.set('against', against);
  return String(said);
}

function sentenceOf({ answer, state, against, writing }: Result): string {
  const { language } = writing;
  const [first, last] = [answer.months[0], answer.months.at(-1)];
  const name = (month: typeof first) => (month ? periodName(month, language) : '');
  const months = first === last ? name(first) : `${name(first)}–${name(last)}`;
  const vintage =
    state.vintage === 'latest' ? '' : say('seen', language, { vintage: sayVintage(state.vintage)[language] });
  const other = against
    ? say('beside', language, {
        against:
          against === 'first' || against === 'latest'
            ? say(`against_${against}`, language)
            : instant(against),
      })
    : '';
  const unit = say('unit_is', language, { unit: unitOf(answer, writing) });
  return say('resultIn', language, {
    what: subjectOf(answer, variedAxes(answer), writing),
    months,
    unit,
    vintage: vintage + other,
    rows: count(answer.cells),
  });
}

/** Every format; what `series` cannot answer comes as CSV and JSON from `query`. */
function downloads({ state, against, writing }: Result): HTMLElement {
  const { language } = writing;
  const own = queryPath(state, against);
  const series = against ? null : seriesPath(state);
  const link = (href: string, label: string) => h('li', {}, h('a', { href: apiRoot + href }, label));
  const formats = ['xlsx', 'parquet', 'arrow'] as const;
  return h(
    'details',
    { class: 'menu' },
    h('summary', { id: 'download', class: 'tool' }, say('download', language)),
    h(
      'ul',
      {},
      link(`${own}&format=csv&bom=true`, say('download_csv', language)),
      ...(series
        ? formats.map((format) => link(`${series}&format=${format}`, say(`download_${format}`, language)))
        : []),
      link(own, say('download_json', language)),
      h('li', {}, h('a', { href: `./api.html?${queryParameters(state)}` }, say('apiOf', language))),
    ),
  );
}

function copyLink(language: Writing['language'], announce: (said: string) => void): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      id: 'copy-link',
      class: 'tool',
      onclick: async () => {
        await navigator.clipboard?.writeText(location.href).catch(() => undefined);
        announce(say('copied', language));
        button.textContent = say('copied', language);
      },
    },
    say('link', language),
  );
  return button;
}

interface Nothing {
  readonly available: Available;
  readonly state: QueryState;
  readonly writing: Writing;
  readonly change: (state: QueryState) => void;
}

/** Why there is nothing, which condition leaves nothing, and ways on. */
export function nothingPanel({ available, state, writing, change }: Nothing): HTMLElement {
  const { language } = writing;
  const [zh = '', en = zh] = (available.reason ?? '').split(' | ');
  const { released_from: from, released_to: to } = available;
  const ways: Child[] = available.blocking.map((dimension) =>
    h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        onclick: () => change({ ...state, select: { ...state.select, [dimension]: '*' } }),
      },
      say('widen', language, { of: dimensionNames[dimension][language] }),
    ),
  );
  if (available.blocking.length === 0 && from && to)
    ways.push(
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          onclick: () => change({ ...state, period: { kind: 'range', from, to }, calendar: null }),
        },
        say('widenMonths', language, { from: periodName(from, language), to: periodName(to, language) }),
      ),
    );
  const there = available.blocking.flatMap((dimension) => {
    const codes = available.codes
      .filter((one) => one.dimension === dimension && one.code !== total)
      .slice(0, 12);
    return codes.map(({ code, ...names }) =>
      h(
        'button',
        {
          type: 'button',
          class: 'quiet small',
          onclick: () => change({ ...state, select: { ...state.select, [dimension]: [code] } }),
        },
        names[language],
      ),
    );
  });
  return h(
    'section',
    { class: 'panel result', id: 'result' },
    h('h2', {}, say('nothing', language)),
    h('p', { role: 'status' }, language === 'zh' ? zh : en),
    h('div', { class: 'ways' }, ...ways),
    there.length > 0 && h('p', { class: 'caption' }, say('nearest', language)),
    there.length > 0 && h('div', { class: 'ways' }, ...there),
  );
}
