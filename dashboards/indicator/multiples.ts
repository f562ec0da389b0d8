import { total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Row } from '../answers.ts';
import { multiplesChart, type Panel } from '../charts/multiples.ts';
import { periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { MarkedSeries } from './answers.ts';
import { measureFor, nameOf } from './names.ts';
import { type CellCodes, type Side, seriesOf } from './queries.ts';
import { open, type Shown, troubled } from './shown.ts';
import { tell, tellBy } from './text.ts';
import { monthsOf, pointsOf } from './trend-data.ts';

/** One small drawing for each park, mode or flow, on a common scale. */
export function multiplesCard(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const by = loaded.by as Side;
  const transform = loaded.transform === 'seasonal' ? 'level' : loaded.transform;
  const path = seriesOf(question, transform, by);
  const title = tell('sidesTitle', language, {
    name: loaded.entry[language],
    transform: tell(transform as 'level', language),
    by: tellBy(by, language),
  });
  const series = loaded.answers.of<MarkedSeries>(path);
  if (!series) return troubled(shown, title, path);
  const parts = partsOf(series.rows, by);
  const measure = measureFor(
    loaded,
    frame.view,
    [...parts.values()].flat().map(({ value }) => value),
  );
  const panels = [...parts].map(([code, rows]): Panel => {
    const name = nameOf(loaded, by, code, language);
    return { key: code, name, points: pointsOf(rows, name, measure, language) };
  });
  const cells = new Map(
    [...parts].flatMap(([code, rows], at) =>
      rows.map((row, place) => [panels[at]?.points[place]?.label, { code, period: row.period }] as const),
    ),
  );
  const months = monthsOf(series.rows.filter((row) => row[by] === series.rows[0]?.[by]));
  const [first] = panels;
  const sentence = tell('sidesSaid', language, {
    from: periodName(question.from, language),
    to: periodName(question.to, language),
    unit: measure.name,
    count: panels.length,
    first: first ? `${first.name} ${measure.show(first.points.at(-1)?.value)}` : '—',
  });
  return chartCard({
    id: 'sides',
    title,
    sentence,
    draw: (width) =>
      multiplesChart(
        { months, panels },
        { width, language, measure, document, description: sentence, unit: frame.view.unit },
      ),
    table: {
      columns: [tell('month', language), ...panels.map(({ name }) => name)],
      rows: months
        .toReversed()
        .map((period) => [
          periodName(period, language),
          ...panels.map(({ points }) =>
            measure.exact(points.find((point) => point.period === period)?.value),
          ),
        ]),
    },
    tableUnit: `${tell('unit', language)}${language === 'zh' ? '：' : ': '}${measure.exactName}`,
    language,
    path,
    hasPoints: true,
    choose: (label) => {
      const found = cells.get(label);
      if (!found) return;
      const cell: CellCodes = { ...question.cell, [by]: found.code };
      open(frame, { cell }, found.period);
    },
  });
}

/** Parts without their total, the largest in the last month first; those that never had a value are left out. */
function partsOf(rows: readonly Row[], by: Side): Map<string, readonly Row[]> {
  const groups = [...Map.groupBy(rows, (row) => row[by])].filter(
    ([code, own]) => code !== total && own.some(({ value }) => value !== null),
  );
  const last = (own: readonly Row[]) => own.at(-1)?.value;
  return new Map(
    groups.sort(([, a], [, b]) => {
      const [x, y] = [last(a), last(b)];
      return x == null || y == null ? Number(x == null) - Number(y == null) : compare(y, x);
    }),
  );
}
