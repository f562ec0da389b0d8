import { compare, type Decimal } from '../../catalogue/number.ts';
import { type Contribution, contributionsChart, points } from '../charts/contributions.ts';
import type { Measure } from '../charts/measure.ts';
import { type Child, h } from '../element.ts';
import { growth, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import { switcher } from '../parts/toolbar.ts';
import type { Language } from '../view.ts';
import type { Balance, Figure, Part, Structure } from './answers.ts';
import { matrixCard } from './matrix.ts';
import { measureFor, nameOf } from './names.ts';
import { hasMatrix, type Side, sidesOf, structureOf } from './queries.ts';
import { open, type Shown, troubled } from './shown.ts';
import { tell, tellBy } from './text.ts';
import { monthChoice } from './trend-tools.ts';

export function structureTab(shown: Shown): HTMLElement {
  const { loaded, question } = shown;
  const by = loaded.split;
  return h(
    'div',
    { class: 'indicator-tab' },
    by && h('div', { class: 'indicator-tools' }, splitSwitch(shown, by), monthChoice(shown)),
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
  const found = loaded.answers.of<Structure>(path);
  const balance = found?.balances[0];
  const about = balance?.reason === 'RECOUNTED' ? 'partsTitle' : 'structureTitle';
  const title = tell(about, language, { by: tellBy(by, language) });
  if (!found || !balance) return troubled(shown, title, path);
  const parts = byContribution(found.rows.filter(({ value }) => value !== null));
  const values = [balance.total, ...parts.map(({ value }) => value)];
  const measure = measureFor({ entry: loaded.entry, transform: 'level' }, frame.view, values);
  const name = (code: string) => nameOf(loaded, by, code, language);
  const adds = balance.reason !== 'RECOUNTED';
  const rows = contributionRows({ parts, balance, adds, measure, language }, (part) => name(part[by]));
  const sentence = partsSentence(rows, { ...balance, adds }, periodName(found.period, language), language);
  const codes = new Map(parts.map((part, at) => [rows[at]?.label, part[by]]));
  return chartCard({
    id: 'parts',
    title,
    sentence,
    draw: (width) =>
      contributionsChart(rows, {
        ...{ width, language, unit: frame.view.unit, document, description: sentence },
        heads: [adds ? tell('points', language) : measure.name, tell('ownGrowth', language)],
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

interface Rows {
  readonly parts: readonly Part[];
  readonly balance: Balance;
  /** Whether parts add up to the whole: else their values are drawn, and no total beside them. */
  readonly adds: boolean;
  readonly measure: Measure;
  readonly language: Language;
}

function contributionRows(
  { parts, balance, adds, measure, language }: Rows,
  nameOfPart: (part: Part) => string,
): Contribution[] {
  const row = (
    name: string,
    bar: Decimal | null,
    figure: string,
    beside: string,
    kind: Contribution['kind'],
  ) => ({
    ...{ key: name, name, bar, figure, beside, kind },
    label: `${name} ${figure} ${adds ? tell('points', language) : measure.name}，${tell('ownGrowth', language)} ${beside}`,
  });
  if (!adds)
    return [
      ...parts.map((part) =>
        row(nameOfPart(part), part.value, measure.show(part.value), rate(part.yoy), 'part'),
      ),
      row(tell('total', language), null, measure.show(balance.total), rate(balance.yoy), 'total'),
    ];
  const counted = (name: string, value: Decimal | null, beside: string, kind: Contribution['kind']) =>
    row(name, value, points(value), beside, kind);
  const rest = balance.unallocated_contribution;
  return [
    ...parts.map((part) => counted(nameOfPart(part), part.contribution.value, rate(part.yoy), 'part')),
    ...(rest === null ? [] : [counted(tell('unallocated', language), rest, '', 'rest')]),
    counted(tell('total', language), balance.yoy.value, rate(balance.yoy), 'total'),
  ];
}

function partsSentence(
  [first]: readonly Contribution[],
  { yoy, confidential, adds }: Balance & { readonly adds: boolean },
  period: string,
  language: Language,
): string {
  if (!adds && first)
    return tell('partsSaid', language, {
      period,
      first: `${first.name} ${first.figure}`,
      beside: first.beside,
    });
  if (yoy.value === null || !first || first.bar === null) return tell('structureNone', language, { period });
  const open = confidential > 0 ? tell('openConfidential', language, { count: confidential }) : '';
  return tell('structureSaid', language, {
    ...{ period, open, growth: growth(yoy.value) },
    first: `${first.name} ${first.figure} ${tell('points', language).toLowerCase()}`,
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
