import { addMonths, firstDay, localInstant, type Period } from '../../catalogue/period.ts';
import type { Measure } from '../charts/measure.ts';
import { signed, type Triangle, triangleChart } from '../charts/triangle.ts';
import { h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { Language } from '../view.ts';
import type { RevisionMonth, Revisions, Vintage } from './answers.ts';
import { measureFor } from './names.ts';
import { hasVintages, revisionsOf } from './queries.ts';
import { replayCard } from './replay.ts';
import { reasonsPanel, statisticsPanel, unitOf, valuesPanel } from './revision-tables.ts';
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
    h(
      'div',
      { class: 'columns' },
      triangleCard(shown, found, measure),
      h('div', { class: 'stacked' }, statisticsPanel(shown, found), reasonsPanel(shown, found)),
    ),
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
