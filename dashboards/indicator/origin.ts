import { total } from '../../catalogue/mode.ts';
import { type Decimal, formatPercent } from '../../catalogue/number.ts';
import { statuses } from '../../catalogue/status.ts';
import type { List } from '../answers.ts';
import { apiRoot, ask, fromFolder, type Problem, problemOf } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { count, exact, instant, percent, periodName } from '../figures.ts';
import { statusChip } from '../parts/numbers.ts';
import { sidePanel } from '../parts/side-panel.ts';
import type { Language } from '../view.ts';
import type { Origin, Revisions } from './answers.ts';
import type { Loaded } from './load.ts';
import { cellName, measureFor } from './names.ts';
import { hasVintages, originOf, type Question, revisionsOf, traceOf } from './queries.ts';
import { reasonsOf } from './revision-tables.ts';
import { tell } from './text.ts';
import { type Frame, type Point, pointOf } from './view.ts';

/** What is asked when a figure is open. */
export function originPath(question: Question, point: Point): string {
  return originOf({ ...question, cell: point.cell }, point.period);
}

/** 这个数从哪来: as far as the reader may see. */
export function originPanel(loaded: Loaded, question: Question, frame: Frame): HTMLDialogElement | undefined {
  const point = pointOf(frame.view);
  if (!point) return undefined;
  const { language } = frame.view;
  const where = cellName(loaded, point.cell, language);
  const found =
    loaded.answers.of<Origin>(originPath(question, point)) ?? carriedOrigin(loaded, question, point);
  const problem = loaded.answers.problem(originPath(question, point));
  return sidePanel({
    id: 'origin',
    title: tell('originTitle', language),
    language,
    closed: () => frame.navigate({ point: '' }, 'replace'),
    content: [
      h(
        'p',
        { class: 'origin-of' },
        [loaded.entry[language], where, periodName(point.period, language), tell('level', language)].join(
          ' · ',
        ),
      ),
      ...(found ? originContent(loaded, found, frame) : [h('p', {}, whyNone(question, problem, language))]),
      fromFolder
        ? h('p', { class: 'caption' }, tell('copyKnows', language))
        : hasVintages(question.indicator, 'level') && citedPart(question, point, language),
      !fromFolder && hasVintages(question.indicator, 'level') && rowsPart(question, point, language),
    ],
  });
}

/** What is counted anew when it is read has no release of its own. */
function whyNone({ indicator }: Question, problem: Problem | undefined, language: Language): string {
  if (!hasVintages(indicator, 'level')) return tell('noVintages', language);
  return sayProblem(problem?.message, language);
}

function sayProblem(message: string | undefined, language: Language): string {
  const [zh = '', en = zh] = (message ?? '').split(' | ');
  return (language === 'zh' ? zh : en) || tell('copyLeavesOut', language);
}

/** A copy knows the values of all releases of the whole city. */
function carriedOrigin(loaded: Loaded, question: Question, { period, cell }: Point): Origin | undefined {
  const found = loaded.answers.of<Revisions>(revisionsOf({ ...question, cell }));
  const month = found?.rows.find((row) => row.period === period);
  const last = month?.releases.at(-1);
  if (!month || !last) return undefined;
  const { value, status, release, published_at } = last;
  return {
    ...{ value, status, release, published_at, reason: null, coverage: null },
    formula: loaded.entry.formula,
    history: month.releases.map((one) => ({ ...one, coverage: null })),
    contributors: { tenants: null, largest: null, top_five: null, estimated: null },
  };
}

function originContent(loaded: Loaded, found: Origin, { view }: Frame): Child[] {
  const { language } = view;
  const measure = measureFor({ entry: loaded.entry, transform: 'level' }, view, [found.value]);
  const term = (name: string, ...content: Child[]) => [h('dt', {}, name), h('dd', {}, ...content)];
  return [
    h(
      'p',
      { class: 'origin-value' },
      h('data', { value: found.value ?? '' }, measure.exact(found.value)),
      h('small', {}, ` ${measure.exactName} `),
      found.status && statusChip(found.status, language),
    ),
    h(
      'dl',
      { class: 'origin-terms' },
      ...term(tell('published', language), `${found.release} · ${instant(found.published_at)}`),
      ...(found.coverage === null ? [] : term(tell('coverage', language), percent(found.coverage))),
      ...term(tell('formula', language), found.formula[language]),
    ),
    ...historyPart(found, measure.exact, language),
    ...(fromFolder ? [] : contributorsPart(found, language)),
  ];
}

function historyPart(
  { history }: Origin,
  write: (value: Decimal | null) => string,
  language: Language,
): Child[] {
  const rows = history
    .toReversed()
    .map((one) =>
      h(
        'li',
        {},
        h('b', {}, write(one.value)),
        ` ${one.release} · ${instant(one.published_at)} `,
        one.status && h('small', {}, statuses[one.status][language]),
        ...reasonsOf({ releases: [{ ...one, number: 0, revision: null }] }, language).filter(
          (said) => typeof said !== 'string',
        ),
      ),
    );
  return [h('h3', {}, tell('earlier', language)), h('ol', { class: 'origin-history' }, ...rows)];
}

function contributorsPart({ contributors }: Origin, language: Language): Child[] {
  const { tenants, largest, top_five, estimated } = contributors;
  const head = h('h3', {}, tell('contributors', language));
  if (tenants === null) return [head, h('p', {}, tell('contributorsUnknown', language))];
  const band = (value: string) => `${formatPercent(value, 0)}%`;
  const shares =
    largest === null || top_five === null
      ? tell('sharesHidden', language)
      : tell('sharesSaid', language, { largest: band(largest), five: band(top_five) });
  const some = estimated ? tell('contributorsEstimated', language, { count: estimated }) : '';
  return [head, h('p', {}, `${tell('contributorsSaid', language, { tenants, estimated: some })} ${shares}`)];
}

interface Citation {
  readonly park: string;
  readonly language: Language;
  readonly section: string;
  readonly heading: string;
  readonly sentence: string;
}

/** Sentences of the month's reports that tell the figure, each with the way to its section. */
function citedPart(question: Question, { cell, period }: Point, language: Language): HTMLElement {
  const place = h('div', { class: 'origin-cited' }, h('h3', {}, tell('citedTitle', language)));
  const path = originOf({ ...question, cell }, period).replace(/^origin\?/, 'origin/citations?');
  ask<List<Citation>>(path)
    .catch(() => ({ rows: [] as Citation[] }))
    .then(({ rows }) => {
      const own = rows.filter((one) => one.language === language);
      const item = ({ park, section, heading, sentence }: Citation) => {
        const of = park === total ? '' : `&park=${encodeURIComponent(park)}`;
        const href = `${apiRoot}reports/${period}.html?lang=${language}${of}#${section}`;
        return h('li', {}, h('a', { href }, heading), ` ${sentence}`);
      };
      place.append(
        own.length
          ? h('ul', {}, ...own.map(item))
          : h('p', { class: 'caption' }, tell('citedNone', language)),
      );
    });
  return place;
}

interface Traced {
  readonly deliveries: readonly {
    readonly delivery_id: string;
    readonly name_zh: string;
    readonly file_name: string;
    readonly received_at: string;
    readonly lines: number;
    readonly cny: string;
  }[];
  readonly sum: { readonly deliveries: number; readonly lines: number };
  readonly adds_up: boolean | null;
}

const shownDeliveries = 10;

/** Deliveries and rows come when they are found: that takes the engine a while. */
function rowsPart(question: Question, { cell, period }: Point, language: Language): HTMLElement {
  const wait = h('p', { class: 'caption' }, tell('searching', language));
  const title = h('h3', {}, tell('rowsTitle', language));
  const place = h('div', { class: 'origin-rows', 'aria-busy': 'true' }, title, wait);
  ask<Traced>(traceOf({ ...question, cell }, period))
    .then(
      (found) => tracedPart(found, language),
      (error) => [h('p', {}, sayRefused(problemOf(error).status, problemOf(error).message, language))],
    )
    .then((content) => {
      place.setAttribute('aria-busy', 'false');
      wait.remove();
      for (const child of content) if (child) place.append(child);
    });
  return place;
}

function sayRefused(status: number, message: string, language: Language): string {
  return status === 401 || status === 403 ? tell('rowsHidden', language) : sayProblem(message, language);
}

function tracedPart({ deliveries, sum, adds_up }: Traced, language: Language): Child[] {
  if (deliveries.length === 0) return [h('p', {}, tell('rowsHidden', language))];
  const adds = tell(adds_up === null ? 'addsNone' : adds_up ? 'addsUp' : 'addsNot', language);
  const said = tell('rowsSaid', language, {
    deliveries: count(sum.deliveries),
    lines: count(sum.lines),
    adds,
  });
  const heads = (['tenant', 'delivery', 'lines', 'amountCny'] as const).map((key, at) =>
    h('th', { scope: 'col', class: at > 1 && 'figure' }, tell(key, language)),
  );
  const rows = deliveries
    .slice(0, shownDeliveries)
    .map((one) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row', lang: 'zh-CN' }, one.name_zh),
        h(
          'td',
          {},
          h('a', { href: `./hand-in.html?delivery=${encodeURIComponent(one.delivery_id)}` }, one.file_name),
        ),
        h('td', { class: 'figure' }, count(one.lines)),
        h('td', { class: 'figure' }, exact(one.cny)),
      ),
    );
  const title = tell('rowsTitle', language);
  return [
    h('p', {}, said),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
      h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows)),
    ),
  ];
}
