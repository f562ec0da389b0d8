import { addMonths, firstDay, localInstant, type Period } from '../../catalogue/period.ts';
import { statuses } from '../../catalogue/status.ts';
import type { Measure } from '../charts/measure.ts';
import { signed, type Triangle, triangleChart } from '../charts/triangle.ts';
import { type Child, h } from '../element.ts';
import { instant, percent, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { Language } from '../view.ts';
import type { RevisionMonth, RevisionStatistics, Revisions, Vintage } from './answers.ts';
import { measureFor } from './names.ts';
import { hasVintages, revisionsOf } from './queries.ts';
import { replayCard } from './replay.ts';
import { open, type Shown, troubled } from './shown.ts';
import { tell } from './text.ts';

export function revisionsTab(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  if (!hasVintages(question.indicator, 'level'))
    return h('section', { class: 'panel' }, h('p', {}, tell('noVintages', language)));
  const path = revisionsOf(question);
  const found = loaded.answers.of<Revisions>(path);
  if (!found) return troubled(shown, tell('revisionsTitle', language), path);
  const values = found.rows.flatMap(({ releases }) => releases.map(({ value }) => value));
  const measure = measureFor({ entry: loaded.entry, transform: 'level' }, frame.view, values);
  return h(
    'div',
    { class: 'indicator-tab' },
    replayCard(shown, found, measure),
    h('div', { class: 'columns' }, triangleCard(shown, found, measure), statisticsPanel(shown, found)),
    valuesPanel(shown, found, measure),
  );
}

const mostColumns = 12;

/** What was known at the end of each month after a month; undefined where that has not come. */
function knownAfter(month: RevisionMonth, lag: number, newest: string): Vintage | undefined | null {
  const end = localInstant(firstDay(addMonths(month.period, lag + 1)), 0).toISOString();
  if (end > endOfMonth(newest)) return null;
  return month.releases.findLast(({ published_at }) => published_at < end);
}

/** A month in which something was published counts as known to its end. */
function endOfMonth(at: string): string {
  const month = instant(at).slice(0, 7) as Period;
  return localInstant(firstDay(addMonths(month, 1)), 0).toISOString();
}

function triangleFrom(found: Revisions, measure: Measure, language: Language): Triangle {
  const newest = found.rows
    .flatMap(({ releases }) => releases.map(({ published_at }) => published_at))
    .sort();
  const until = newest.at(-1) ?? '';
  const rows = found.rows.slice(-24).toReversed();
  const columns = Math.min(mostColumns, Math.max(3, rows.length));
  return {
    columns: Array.from({ length: columns }, (_, at) => `+${at + 1}`),
    rows: rows.map((month) => ({
      name: periodName(month.period, language),
      cells: Array.from({ length: columns }, (_, at) => {
        const known = knownAfter(month, at + 1, until);
        if (known === null || known === undefined) return undefined;
        const before = at > 0 ? knownAfter(month, at, until) : undefined;
        return {
          revision: known.revision,
          isRelease: known !== before && known.number > 1,
          label: tell('triangleCell', language, {
            period: periodName(month.period, language),
            lag: at + 1,
            value: measure.show(known.value),
            revision: known.revision === null ? '0' : signed(known.revision, 2),
          }),
        };
      }),
    })),
  };
}

function unitOf({ unit }: Revisions, language: Language): string {
  return tell(unit === 'percent' ? 'percentUnit' : 'pointsUnit', language);
}

function triangleCard({ question, frame }: Shown, found: Revisions, measure: Measure): HTMLElement {
  const { language } = frame.view;
  const triangle = triangleFrom(found, measure, language);
  const revised = found.rows.filter(({ releases }) =>
    releases.some(({ revision }) => Number(revision) !== 0),
  );
  const sentence = tell('triangleSaid', language, {
    columns: triangle.columns.length,
    unit: unitOf(found, language),
    count: found.rows.length,
    revised: revised.length,
  });
  const months = new Map(
    triangle.rows.flatMap(({ cells }, at) =>
      cells.map((cell) => [cell?.label, found.rows.toReversed()[at]?.period] as const),
    ),
  );
  return chartCard({
    id: 'triangle',
    title: tell('revisionsTitle', language),
    sentence,
    draw: (width) =>
      triangleChart(triangle, {
        ...{ width, language, unit: frame.view.unit, document, description: sentence },
        head: tell('triangleHead', language),
      }),
    table: {
      columns: [tell('month', language), ...triangle.columns],
      rows: triangle.rows.map(({ name, cells }) => [
        name,
        ...cells.map((cell) => (cell ? (cell.revision === null ? '0.00' : signed(cell.revision, 2)) : '')),
      ]),
    },
    tableUnit: `${tell('unit', language)}${language === 'zh' ? '：' : ': '}${unitOf(found, language)}`,
    language,
    hasPoints: true,
    choose: (label) => open(frame, question, months.get(label)),
  });
}

function statisticsPanel({ frame }: Shown, found: Revisions): HTMLElement {
  const { language } = frame.view;
  const unit = unitOf(found, language);
  const text = (value: string | null) => (value === null ? '—' : `${signed(value, 2)} ${unit}`);
  const rows: readonly [Parameters<typeof tell>[0], (of: RevisionStatistics) => string][] = [
    ['monthsCounted', ({ n }) => String(n)],
    ['meanRevision', ({ mr }) => text(mr)],
    ['meanAbsolute', ({ mar }) => text(mar).replace('+', '')],
    ['range', ({ min, max }) => (min === null ? '—' : `${text(min)} … ${text(max)}`)],
    ['shareUp', ({ share_up }) => percent(share_up)],
    ['bias', ({ t }) => (t === null ? '—' : signed(t, 2))],
  ];
  const { band } = found;
  const said =
    band.mean === null
      ? tell('bandTooFew', language)
      : tell('bandSaid', language, {
          mean: text(band.mean),
          low: text(band.low),
          high: text(band.high),
          n: band.n,
        });
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, tell('statisticsTitle', language)),
    h('p', { class: 'caption' }, said),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': tell('statisticsTitle', language) },
      h(
        'table',
        { class: 'statistics' },
        h('thead', {}, headRow(['', tell('afterThree', language), tell('toLatest', language)])),
        h(
          'tbody',
          {},
          ...rows.map(([key, of]) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, tell(key, language)),
              h('td', { class: 'figure' }, of(found.third)),
              h('td', { class: 'figure' }, of(found.latest)),
            ),
          ),
        ),
      ),
    ),
  );
}

export function headRow(names: readonly string[]): HTMLElement {
  return h(
    'tr',
    {},
    ...names.map((name, at) =>
      name === '' ? h('td', {}) : h('th', { scope: 'col', class: at > 0 && 'figure' }, name),
    ),
  );
}

/** First, third month, latest, with the reasons that readers are told. */
function valuesPanel(shown: Shown, found: Revisions, measure: Measure): HTMLElement {
  const { question, frame } = shown;
  const { language } = frame.view;
  const title = tell('valuesTitle', language);
  const keys = ['month', 'firstValue', 'third', 'latestValue', 'revision', 'status', 'reasons'] as const;
  const rows = found.rows.toReversed().map((month) => {
    const [first, latest] = [month.releases[0], month.releases.at(-1)];
    const origin = () => open(frame, question, month.period);
    const name = periodName(month.period, language);
    const figure = (text: string) => h('td', { class: 'figure' }, text);
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        h('button', { type: 'button', class: 'link', id: `origin-${month.period}`, onclick: origin }, name),
      ),
      figure(measure.exact(first?.value)),
      figure(month.third_month ? measure.exact(month.third_month.value) : tell('tooEarly', language)),
      figure(measure.exact(latest?.value)),
      figure(latest?.revision == null ? '—' : `${signed(latest.revision, 2)}`),
      h('td', {}, latest?.status ? statuses[latest.status][language] : '—'),
      h('td', { class: 'wrap' }, ...reasonsOf(month, language)),
    );
  });
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, title),
    h(
      'p',
      { class: 'caption' },
      `${tell('valuesSaid', language)} ${tell('unit', language)}：${measure.exactName}`,
    ),
    h(
      'div',
      { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': title },
      h(
        'table',
        {},
        h('thead', {}, valuesHead(keys.map((key) => tell(key, language)))),
        h('tbody', {}, ...rows),
      ),
    ),
  );
}

function valuesHead(names: readonly string[]): HTMLElement {
  const figures = names.length - 2;
  return h(
    'tr',
    {},
    ...names.map((name, at) => h('th', { scope: 'col', class: at > 0 && at < figures && 'figure' }, name)),
  );
}

export function reasonsOf({ releases }: Pick<RevisionMonth, 'releases'>, language: Language): Child[] {
  const found = releases.flatMap(({ published_at, causes }) =>
    causes.map((cause) =>
      h(
        'p',
        {},
        h('b', {}, `${instant(published_at).slice(0, 10)} ${cause[language]} `),
        cause.public[language],
      ),
    ),
  );
  return found.length ? found : [tell('noCause', language)];
}
