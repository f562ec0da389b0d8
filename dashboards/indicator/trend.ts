import { marks } from '../../catalogue/marks.ts';
import type { Period } from '../../catalogue/period.ts';
import { statuses } from '../../catalogue/status.ts';
import type { Row } from '../answers.ts';
import { fromFolder } from '../ask.ts';
import { linesChart } from '../charts/lines.ts';
import type { Measure } from '../charts/measure.ts';
import type { Table } from '../charts/table.ts';
import { type Child, h } from '../element.ts';
import { growthWord, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { Language } from '../view.ts';
import type { MarkedSeries, Seasonal, SeasonalCheck, Vintages } from './answers.ts';
import { brushed } from './brush.ts';
import { offersGrowth, type ShownTransform } from './load.ts';
import { multiplesCard } from './multiples.ts';
import { cellName, measureFor } from './names.ts';
import { hasVintages, seasonalCheckOf, seasonalOf, seriesOf, vintagesOf } from './queries.ts';
import { open, type Shown, troubled } from './shown.ts';
import { tell } from './text.ts';
import { extremesOf, noteTexts, seasonalLines, trendLines } from './trend-data.ts';
import { trendTools } from './trend-tools.ts';

const chartHeight = 330;

export function trendTab(shown: Shown): HTMLElement {
  const { loaded } = shown;
  return h(
    'div',
    { class: 'indicator-tab' },
    trendTools(shown),
    loaded.transform === 'seasonal' ? seasonalCard(shown) : trendCard(shown),
    loaded.by && multiplesCard(shown),
  );
}

function trendCard(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const transform = loaded.transform as Exclude<ShownTransform, 'seasonal'>;
  const path = seriesOf(question, transform);
  const title = tell('trendTitle', language, {
    name: loaded.entry[language],
    transform: tell(transform as 'level', language),
  });
  const series = loaded.answers.of<MarkedSeries>(path);
  if (!series) return troubled(shown, title, path);
  const vintages = hasVintages(question.indicator, transform)
    ? loaded.answers.of<Vintages>(vintagesOf(question, transform))
    : undefined;
  const measure = measureFor(
    loaded,
    frame.view,
    series.rows.map(({ value }) => value),
  );
  const name = cellName(loaded, question.cell, language);
  const chart = trendLines({ series, vintages, name, measure, language });
  const sentence = sentenceOf(shown, series.rows, measure);
  const periods = new Map(chart.lines[0]?.points.map(({ label, period }) => [label, period]));
  return brushed(
    chartCard({
      id: 'trend',
      title,
      sentence,
      draw: (width) =>
        linesChart(chart, {
          ...{ width, height: chartHeight, language, measure, document, description: sentence },
          unit: frame.view.unit,
          interactive: true,
        }),
      table: trendTable(series.rows, vintages, measure, language),
      tableUnit: `${tell('unit', language)}${language === 'zh' ? '：' : ': '}${measure.exactName}`,
      language,
      path,
      hasPoints: true,
      choose: (label) => open(frame, question, periods.get(label)),
      notes: noteTexts(series.notes, language),
      foot: [legend(Boolean(vintages), chart.expected?.length ?? 0, language), ...marksOf(series, language)],
    }),
    { months: fromFolder ? [] : chart.months, choose: (from, to) => frame.navigate({ from, to }) },
  );
}

function sentenceOf({ loaded, question, frame }: Shown, rows: readonly Row[], measure: Measure): string {
  const { language } = frame.view;
  const where = cellName(loaded, question.cell, language);
  const span = { where, from: periodName(question.from, language), to: periodName(question.to, language) };
  const found = extremesOf(rows);
  if (!found) return tell('trendNone', language, span);
  const { last, high, low } = found;
  const yoy =
    loaded.transform === 'level' && offersGrowth(question)
      ? loaded.answers.of<MarkedSeries>(seriesOf(question, 'yoy'))?.rows.at(-1)
      : undefined;
  const grew = yoy?.value != null && yoy.period === last.period ? growthWord(yoy.value, language) : undefined;
  return tell('trendSaid', language, {
    ...span,
    unit: measure.name,
    to: periodName(last.period, language),
    last: measure.show(last.value),
    yoy: grew ? (language === 'zh' ? `，同比${grew}` : `, ${grew} year on year`) : '',
    max: measure.show(high.value),
    maxAt: periodName(high.period, language),
    min: measure.show(low.value),
    minAt: periodName(low.period, language),
  });
}

function trendTable(
  rows: readonly Row[],
  vintages: Vintages | undefined,
  measure: Measure,
  language: Language,
): Table {
  const first = new Map(vintages?.rows.map((row) => [row.period, row.first.value]));
  const columns = ['month', 'value', 'status', 'coverage', 'release'] as const;
  return {
    columns: [
      ...columns.slice(0, 2).map((key) => tell(key, language)),
      ...(vintages ? [tell('firstValue', language)] : []),
      ...columns.slice(2).map((key) => tell(key, language)),
    ],
    rows: rows
      .toReversed()
      .map((row) => [
        periodName(row.period, language),
        measure.exact(row.value),
        ...(vintages ? [measure.exact(first.get(row.period))] : []),
        statuses[row.status][language],
        row.coverage === null ? '—' : `${Number(row.coverage) === 1 ? '100' : percentText(row.coverage)}%`,
        row.release ?? '—',
      ]),
  };
}

function percentText(ratio: string): string {
  return (Number(ratio) * 100).toFixed(1);
}

function legend(hasFirst: boolean, expected: number, language: Language): HTMLElement {
  const item = (name: string, key: 'legendLine' | 'legendFirst' | 'legendExpected' | 'legendFestival') =>
    h('li', { class: `legend-${name}` }, tell(key, language));
  return h(
    'ul',
    { class: 'legend', 'aria-label': tell('legend', language) },
    item('line', 'legendLine'),
    hasFirst && item('first', 'legendFirst'),
    expected > 0 && item('expected', 'legendExpected'),
    item('festival', 'legendFestival'),
    !fromFolder && h('li', { class: 'legend-hint' }, tell('brush', language)),
  );
}

/** What the API says is to be minded, each once, with its months. */
function marksOf({ marks: rows }: MarkedSeries, language: Language): Child[] {
  const found = Map.groupBy(
    rows.flatMap(({ period, marks: own }) => own.map((mark) => ({ period, mark }))),
    ({ mark }) => mark,
  );
  if (found.size === 0) return [];
  const items = [...found].map(([mark, own]) =>
    h('li', {}, `${marks[mark][language]}${language === 'zh' ? '：' : ': '}`, monthsSaid(own, language)),
  );
  return [h('div', { class: 'marks' }, h('h3', {}, tell('marksTitle', language)), h('ul', {}, ...items))];
}

function monthsSaid(rows: readonly { readonly period: Period }[], language: Language): string {
  const months = rows.map(({ period }) => periodName(period, language));
  return months.length > 6
    ? `${months.slice(0, 6).join('、')}…`
    : months.join(language === 'zh' ? '、' : ', ');
}

function seasonalCard(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const title = tell('trendTitle', language, {
    name: loaded.entry[language],
    transform: tell('seasonal', language),
  });
  const check = loaded.answers.of<SeasonalCheck>(seasonalCheckOf(question));
  if (check?.refusal) return refusedCard(shown, title, check.refusal[language]);
  const path = check ? seasonalOf(question) : seasonalCheckOf(question);
  const found = loaded.answers.of<Seasonal>(path);
  if (!check || !found) return troubled(shown, title, path);
  const measure = measureFor(
    loaded,
    frame.view,
    found.rows.map(({ adjusted }) => adjusted),
  );
  const chart = seasonalLines(found, question.from, measure, language);
  return chartCard({
    id: 'trend',
    title,
    sentence: tell('trendTitle', language, { name: title, transform: measure.name }),
    draw: (width) =>
      linesChart(chart, {
        ...{ width, height: chartHeight, language, measure, document, description: title },
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
    language,
    hasPoints: true,
  });
}

/** Too few years, or no season to be found: said as the API says it, with what can be seen instead. */
function refusedCard({ loaded, frame }: Shown, title: string, message: string): HTMLElement {
  const { language } = frame.view;
  const instead = loaded.entry.transforms.includes('yoy') ? ('yoy' as const) : ('level' as const);
  return h(
    'section',
    { class: 'panel refused', id: 'trend' },
    h('h2', {}, title),
    h('h3', {}, tell('noSeasonal', language)),
    h('p', { role: 'note' }, message),
    h(
      'a',
      { class: 'button quiet small', href: frame.address({ transform: instead }) },
      tell(instead, language),
    ),
  );
}
