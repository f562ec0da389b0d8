import { total } from '../../catalogue/mode.ts';
import { toPoint } from '../../catalogue/number.ts';
import type { Row } from '../answers.ts';
import { type Matrix, matrixChart } from '../charts/matrix.ts';
import type { Measure } from '../charts/measure.ts';
import { growth, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { MarkedSeries } from './answers.ts';
import { measureFor, nameOf } from './names.ts';
import { matrixOf } from './queries.ts';
import { open, type Shown, troubled } from './shown.ts';
import { tell } from './text.ts';
import { pointLabel } from './trend-data.ts';

/** Parks by modes in the last month, with growth and the last twelve months. */
export function matrixCard(shown: Shown): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const paths = matrixOf(question);
  const title = tell('matrixTitle', language);
  const levels = loaded.answers.of<MarkedSeries>(paths.levels);
  if (!levels) return troubled(shown, title, paths.levels);
  const rows = levels.rows;
  const grown = loaded.answers.of<MarkedSeries>(paths.growth)?.rows ?? [];
  const last = rows.filter(
    ({ period, park, mode }) => period === question.to && park !== total && mode !== total,
  );
  // Cells are small beside their total: in 亿 most would read 0.0.
  const measure = measureFor(
    { entry: loaded.entry, transform: 'level' },
    { language, unit: 'wan' },
    last.map(({ value }) => value),
  );
  const labels = new Map<string, { park: string; mode: string }>();
  const matrix = matrixFrom(shown, { rows, grown, measure, labels });
  const sentence = tell('matrixSaid', language, {
    period: periodName(question.to, language),
    unit: measure.name,
  });
  return chartCard({
    id: 'matrix',
    title,
    sentence,
    className: 'wide-drawing',
    draw: (width) =>
      matrixChart(matrix, { width, language, unit: frame.view.unit, document, description: sentence }),
    table: {
      columns: [tell('park', language), ...matrix.columns],
      rows: matrix.rows.map(({ name, cells }) => [
        name,
        ...cells.map(({ figure, beside }) => (beside ? `${figure} (${beside})` : figure)),
      ]),
    },
    tableUnit: `${tell('unit', language)}${language === 'zh' ? '：' : ': '}${measure.name}`,
    language,
    path: paths.levels,
    hasPoints: true,
    choose: (label) => {
      const found = labels.get(label);
      if (found) open(frame, { cell: { ...question.cell, ...found } }, question.to);
    },
  });
}

interface MatrixData {
  readonly rows: readonly Row[];
  readonly grown: readonly Row[];
  readonly measure: Measure;
  readonly labels: Map<string, { park: string; mode: string }>;
}

function matrixFrom({ loaded, frame }: Shown, { rows, grown, measure, labels }: MatrixData): Matrix {
  const { language } = frame.view;
  const some = rows.filter(({ value }) => value !== null && toPoint(value) !== 0);
  const ordered = (codes: Iterable<string>) =>
    [...new Set(codes)].sort((a, b) => Number(a === total) - Number(b === total) || (a < b ? -1 : 1));
  const modes = ordered(some.map(({ mode }) => mode));
  const parks = ordered(some.map(({ park }) => park));
  const at = (row: Pick<Row, 'park' | 'mode'>) => `${row.park} ${row.mode}`;
  const byCell = Map.groupBy(rows, at);
  const growthOf = new Map(grown.map((row) => [at(row), row.value]));
  const name = (park: string, mode: string) =>
    `${nameOf(loaded, 'park', park, language)} ${nameOf(loaded, 'mode', mode, language)}`;
  const cell = (park: string, mode: string) => {
    const own = byCell.get(`${park} ${mode}`) ?? [];
    const last = own.at(-1);
    const yoy = growthOf.get(`${park} ${mode}`) ?? null;
    const spoken = last ? pointLabel(last, name(park, mode), measure, language) : name(park, mode);
    const label = yoy === null ? spoken : `${spoken}，${tell('yoy', language)} ${growth(yoy)}`;
    labels.set(label, { park, mode });
    return {
      label,
      figure: measure.show(last?.value),
      beside: yoy === null ? '' : growth(yoy),
      growth: yoy,
      months: own.map(({ value }) => measure.point(value)),
    };
  };
  return {
    columns: modes.map((mode) => nameOf(loaded, 'mode', mode, language)),
    rows: parks.map((park) => ({
      name: nameOf(loaded, 'park', park, language),
      cells: modes.map((mode) => cell(park, mode)),
      isTotal: park === total,
    })),
  };
}
