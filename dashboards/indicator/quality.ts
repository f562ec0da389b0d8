import type { Period } from '../../catalogue/period.ts';
import { addMonths } from '../../catalogue/period.ts';
import type { List, Series } from '../answers.ts';
import { fromFolder } from '../ask.ts';
import { colours } from '../charts/frame.ts';
import { type Line, type Lines, linesChart } from '../charts/lines.ts';
import { type Measure, measureOf } from '../charts/measure.ts';
import { type Child, h } from '../element.ts';
import { percent, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { Language } from '../view.ts';
import type { CoveredMonth } from './answers.ts';
import { firstSentence } from './head.ts';
import { nameOf } from './names.ts';
import { coverageOf, hasVintages, type qualityIndicators, qualityOf } from './queries.ts';
import { type Shown, troubled } from './shown.ts';
import { type Sentence, tell } from './text.ts';
import { monthsOf } from './trend-data.ts';

export function qualityTab(shown: Shown): HTMLElement {
  const isReleased = hasVintages(shown.question.indicator, 'level');
  const [onTime = '', rejected = ''] = qualityOf(shown.question);
  return h(
    'div',
    { class: 'indicator-tab' },
    h(
      'div',
      { class: 'columns even' },
      isReleased && coverageCard(shown),
      rateCard(shown, 'on_time_rate', onTime),
      rateCard(shown, 'rejection_rate', rejected),
      h('div', { class: 'stacked' }, isReleased && estimatedCard(shown), breaksPanel(shown)),
    ),
  );
}

const second = 'var(--warn, #9a3412)';
const height = 240;

/** Rates of several kinds over the months, told apart by colour and dash. */
function ratesCard(
  { frame }: Shown,
  card: { id: string; title: string; sentence: string; chart: Lines; path: string },
): HTMLElement {
  const { language } = frame.view;
  const { chart, sentence } = card;
  const measure = ratesMeasure(language);
  return chartCard({
    ...card,
    draw: (width) =>
      linesChart(chart, {
        ...{ width, height, language, measure, document, description: sentence },
        unit: frame.view.unit,
        interactive: true,
      }),
    table: {
      columns: [tell('month', language), ...chart.lines.map(({ name }) => name)],
      rows: chart.months
        .toReversed()
        .map((period) => [
          periodName(period, language),
          ...chart.lines.map(({ points }) =>
            measure.exact(points.find((point) => point.period === period)?.value),
          ),
        ]),
    },
    tableUnit: `${tell('unit', language)}${language === 'zh' ? '：' : ': '}${measure.exactName}`,
    language,
    hasPoints: true,
  });
}

function ratesMeasure(language: Language): Measure {
  return measureOf({ unit: 'ratio', decimals: 6, transform: 'level', language, amounts: 'yi', values: [] });
}

interface Rate {
  readonly key: string;
  readonly name: string;
  readonly rows: readonly { readonly period: Period; readonly value: string | null }[];
}

function rateLines(rates: readonly Rate[], language: Language): Line[] {
  const measure = ratesMeasure(language);
  return rates.map(({ key, name, rows }, at) => ({
    ...{ key, name, colour: at === 0 ? colours.accent : second, ...(at === 0 ? {} : { dash: '5,3' }) },
    points: rows.map(({ period, value }) => ({
      ...{ period, value },
      label: `${name} ${periodName(period, language)} ${measure.show(value)}`,
    })),
  }));
}

function coverageCard(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const path = coverageOf(question);
  const title = tell('coverageTitle', language);
  const found = loaded.answers.of<List<CoveredMonth>>(path);
  const last = found?.rows.at(-1);
  if (!found || !last) return troubled(shown, title, path);
  const rate = (key: 'byCount' | 'byValue', of: (month: CoveredMonth) => string | null): Rate => ({
    ...{ key, name: tell(key, language) },
    rows: found.rows.map((month) => ({ period: month.period, value: of(month) })),
  });
  const rates = [
    rate('byCount', ({ by_count }) => by_count),
    rate('byValue', ({ by_value }) => by_value.value),
  ];
  return ratesCard(shown, {
    ...{ id: 'coverage', title, path },
    sentence: tell('coverageSaid', language, {
      where: placeOf(shown),
      to: periodName(last.period, language),
      count: `${percent(last.by_count)}${last.due === null ? '' : ` (${last.received}/${last.due})`}`,
      value: percent(last.by_value.value),
    }),
    chart: { months: monthsOf(found.rows), lines: rateLines(rates, language) },
  });
}

function placeOf({ loaded, question, frame }: Shown): string {
  return nameOf(loaded, 'park', question.cell.park, frame.view.language);
}

function spanOf(rows: readonly { readonly period: Period }[], language: Language) {
  const [from, to] = [rows[0], rows.at(-1)].map((row) => (row ? periodName(row.period, language) : ''));
  return { from: from ?? '', to: to ?? '' };
}

function estimatedCard(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const path = coverageOf(question);
  const title = tell('estimatedTitle', language);
  const found = loaded.answers.of<List<CoveredMonth>>(path);
  const last = found?.rows.at(-1);
  if (!found || !last) return troubled(shown, title, path);
  const rows = found.rows.map(({ period, estimated_share }) => ({ period, value: estimated_share.value }));
  const name = tell('estimated', language);
  if (rows.every(({ value }) => Number(value ?? '0') === 0))
    return h(
      'section',
      { class: 'panel' },
      h('h2', {}, title),
      h('p', {}, tell('noEstimates', language, spanOf(rows, language))),
    );
  return ratesCard(shown, {
    ...{ id: 'estimated', title, path },
    sentence: tell('estimatedSaid', language, {
      to: periodName(last.period, language),
      value: percent(last.estimated_share.value),
      count: rows.filter(({ value }) => Number(value) > 0).length,
    }),
    chart: {
      months: monthsOf(found.rows),
      lines: rateLines([{ key: 'estimated', name, rows }], language),
      rule: '0',
    },
  });
}

/** One rate of collection, on its own scale. */
function rateCard(shown: Shown, id: (typeof qualityIndicators)[number], path: string): HTMLElement {
  const { loaded, frame } = shown;
  const { language } = frame.view;
  const entry = loaded.entries.find((one) => one.id === id);
  const title = entry?.[language] ?? id;
  const rows = loaded.answers.of<Series>(path)?.rows;
  const last = rows?.at(-1);
  if (!rows || !last) return troubled(shown, title, path);
  return ratesCard(shown, {
    ...{ id: id.replaceAll('_', '-'), title, path },
    sentence: tell('rateSaid', language, {
      where: placeOf(shown),
      to: periodName(last.period, language),
      value: percent(last.value),
      definition: firstSentence(entry?.definition[language] ?? ''),
    }),
    chart: { months: monthsOf(rows), lines: rateLines([{ key: id, name: title, rows }], language) },
  });
}

/** What divides a series: parks that came in its months, and the definition's own beginning. */
function breaksPanel({ loaded, question, frame }: Shown): HTMLElement {
  const { language } = frame.view;
  const { from, to, cell } = question;
  const opened = loaded.parks.filter(({ opened_on, park_id }) => {
    const month = opened_on.slice(0, 7);
    return month >= from && month <= addMonths(to, 0) && (cell.park === '_T' || cell.park === park_id);
  });
  const items = opened.map(({ park_id, opened_on }) =>
    h('li', {}, sayOpened('parkOpened', nameOf(loaded, 'park', park_id, language), opened_on, language)),
  );
  const none = tell('noBreaks', language, {
    from: periodName(from, language),
    to: periodName(to, language),
    since: loaded.entry.since,
  });
  const content: Child[] = items.length ? [h('ul', { class: 'plain-list' }, ...items)] : [h('p', {}, none)];
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, tell('breaksTitle', language)),
    ...content,
    !fromFolder &&
      h(
        'p',
        { class: 'caption' },
        h('a', { href: `./quality.html?period=${to}` }, tell('findingsLink', language)),
      ),
  );
}

function sayOpened(key: Sentence, park: string, at: string, language: Language): string {
  return tell(key, language, { park, at });
}
