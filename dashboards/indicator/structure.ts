import { total } from '../../catalogue/mode.ts';
import { compare, type Decimal, toPoint } from '../../catalogue/number.ts';
import type { Row } from '../answers.ts';
import { type Contribution, contributionsChart, points } from '../charts/contributions.ts';
import { type Matrix, matrixChart } from '../charts/matrix.ts';
import type { Measure } from '../charts/measure.ts';
import { type Child, h } from '../element.ts';
import { growth, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import { switcher } from '../parts/toolbar.ts';
import type { Language } from '../view.ts';
import type { Balance, Figure, MarkedSeries, Part, Structure } from './answers.ts';
import { measureFor, nameOf } from './names.ts';
import { hasMatrix, matrixOf, type Side, sidesOf, structureOf } from './queries.ts';
import { open, type Shown, troubled } from './shown.ts';
import { tell } from './text.ts';
import { pointLabel } from './trend-data.ts';

export function structureTab(shown: Shown): HTMLElement {
  const { loaded, question } = shown;
  const by = loaded.split;
  return h(
    'div',
    { class: 'indicator-tab' },
    by && h('div', { class: 'indicator-tools' }, splitSwitch(shown, by)),
    by && partsCard(shown, by),
    hasMatrix(question.indicator) && matrixCard(shown),
  );
}

function splitSwitch({ question, frame }: Shown, by: Side): HTMLElement {
  const { language } = frame.view;
  return switcher({
    id: 'split',
    label: tell('dimension', language),
    options: sidesOf(question.indicator).map((value) => ({ value, label: tell(`by_${value}`, language) })),
    value: by,
    address: (split) => frame.address({ split }),
    choose: (split) => frame.navigate({ split }),
  });
}

function rate({ value }: Figure): string {
  return value === null ? '—' : growth(value);
}

function partsCard(shown: Shown, by: Side): HTMLElement {
  const { loaded, question, frame } = shown;
  const { language } = frame.view;
  const path = structureOf(question, by);
  const title = tell('structureTitle', language, { by: tell(`by_${by}`, language) });
  const found = loaded.answers.of<Structure>(path);
  const balance = found?.balances[0];
  if (!found || !balance) return troubled(shown, title, path);
  const parts = byContribution(found.rows.filter(({ value }) => value !== null));
  const values = [balance.total, ...parts.map(({ value }) => value)];
  const measure = measureFor({ entry: loaded.entry, transform: 'level' }, frame.view, values);
  const name = (code: string) => nameOf(loaded, by, code, language);
  const rows = contributionRows(parts, balance, (part) => name(part[by]), language);
  const sentence = partsSentence(rows, balance, periodName(found.period, language), language);
  const codes = new Map(parts.map((part, at) => [rows[at]?.label, part[by]]));
  return chartCard({
    id: 'parts',
    title,
    sentence,
    draw: (width) =>
      contributionsChart(rows, {
        ...{ width, language, unit: frame.view.unit, document, description: sentence },
        heads: [tell('points', language), tell('ownGrowth', language)],
      }),
    table: partsTable(parts, balance, (part) => name(part[by]), measure, language),
    tableUnit: `${tell('unit', language)}${language === 'zh' ? '：' : ': '}${measure.exactName}`,
    language,
    hasPoints: true,
    choose: (label) => {
      const code = codes.get(label);
      if (code !== undefined) open(frame, { cell: { ...question.cell, [by]: code } }, found.period);
    },
    foot: [balanceLine(balance, measure, language)],
  });
}

function byContribution(parts: readonly Part[]): Part[] {
  const weight = ({ contribution, value }: Part) => contribution.value ?? value ?? '0';
  return parts.toSorted((a, b) => compare(magnitude(weight(b)), magnitude(weight(a))));
}

function magnitude(value: Decimal): Decimal {
  return value.replace('-', '');
}

function contributionRows(
  parts: readonly Part[],
  balance: Balance,
  nameOfPart: (part: Part) => string,
  language: Language,
): Contribution[] {
  const row = (name: string, contribution: Decimal | null, beside: string, kind: Contribution['kind']) => ({
    ...{ key: name, name, contribution, beside, kind },
    label: `${name} ${points(contribution)} ${tell('points', language)}，${tell('ownGrowth', language)} ${beside}`,
  });
  const rest = balance.unallocated_contribution;
  return [
    ...parts.map((part) => row(nameOfPart(part), part.contribution.value, rate(part.yoy), 'part')),
    ...(rest === null ? [] : [row(tell('unallocated', language), rest, '', 'rest')]),
    row(tell('total', language), balance.yoy.value, rate(balance.yoy), 'total'),
  ];
}

function partsSentence(
  rows: readonly Contribution[],
  { yoy, confidential }: Balance,
  period: string,
  language: Language,
): string {
  const [first] = rows;
  if (yoy.value === null || !first || first.contribution === null)
    return tell('structureNone', language, { period });
  const open = confidential > 0 ? tell('openConfidential', language, { count: confidential }) : '';
  return tell('structureSaid', language, {
    ...{ period, open, growth: growth(yoy.value) },
    first: `${first.name} ${points(first.contribution)} ${tell('points', language)}`,
  });
}

function partsTable(
  parts: readonly Part[],
  balance: Balance,
  nameOfPart: (part: Part) => string,
  measure: Measure,
  language: Language,
) {
  const line = (
    name: string,
    value: Decimal | null,
    share: string,
    yoy: string,
    contribution: Decimal | null,
  ) => [name, measure.exact(value), share, yoy, points(contribution)];
  const share = ({ value }: Figure) => (value === null ? '—' : `${growth(value).replace('+', '')}`);
  return {
    columns: (['part', 'value', 'share', 'ownGrowth', 'contribution'] as const).map((key) =>
      tell(key, language),
    ),
    rows: [
      ...parts.map((part) =>
        line(nameOfPart(part), part.value, share(part.share), rate(part.yoy), part.contribution.value),
      ),
      ...(balance.unallocated === null
        ? []
        : [
            line(
              tell('unallocated', language),
              balance.unallocated,
              '—',
              '—',
              balance.unallocated_contribution,
            ),
          ]),
      line(tell('total', language), balance.total, '—', rate(balance.yoy), balance.yoy.value),
    ],
  };
}

/** 合计 = Σ + 未分摊 (+ 保密), or why there is no such sum. */
function balanceLine(balance: Balance, measure: Measure, language: Language): Child {
  const { reason, confidential } = balance;
  if (reason === 'RECOUNTED') return h('p', { class: 'balance' }, tell('recounted', language));
  const term = (key: 'total' | 'sum' | 'unallocated', value: Decimal | null) =>
    h('span', {}, `${tell(key, language)} `, h('b', {}, measure.exact(value)));
  return h(
    'p',
    { class: 'balance' },
    term('total', balance.total),
    ' = ',
    term('sum', balance.sum),
    ' + ',
    confidential > 0 && balance.unallocated === null
      ? h('span', {}, tell('confidential', language), ` (${confidential})`)
      : term('unallocated', balance.unallocated),
    h('small', {}, ` ${measure.exactName}`),
  );
}

function matrixCard(shown: Shown): HTMLElement {
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
  const measure = measureFor(
    { entry: loaded.entry, transform: 'level' },
    frame.view,
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
