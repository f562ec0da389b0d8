import { type CustomsMode, customsModes, total } from '../../../catalogue/mode.ts';
import { toPoint } from '../../../catalogue/number.ts';
import { reasons } from '../../../catalogue/status.ts';
import type { Park } from '../../answers.ts';
import { parkName } from '../../charts/names.ts';
import { type Child, h } from '../../element.ts';
import { exact, fittingUnit, periodName, signedAmount, signedPoints, unitName } from '../../figures.ts';
import { exactOnDemand } from '../../parts/numbers.ts';
import { switcher } from '../../parts/toolbar.ts';
import type { Unit, View } from '../../view.ts';
import type { Change, Highlights, Line } from '../answers.ts';
import { tell } from '../text.ts';
import { indicatorAddress } from './links.ts';

interface Happened {
  readonly view: View;
  readonly by: string;
  readonly park: string;
  readonly place: string;
  readonly period: Change['base_period'];
  readonly parks: readonly Park[];
  readonly highlights: Highlights;
  readonly address: (by: string) => string;
  readonly choose: (by: string) => void;
}

/** Why trade value moved: the largest contributions and the rest, which add up, and what was revised. */
export function happened(shown: Happened): HTMLElement {
  const { view, by, highlights } = shown;
  const { language } = view;
  const change = highlights.changes.find(({ transform }) => transform === by) ?? highlights.changes[0];
  return h(
    'section',
    { class: 'panel happened', 'aria-labelledby': 'happened-title' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: 'happened-title' }, tell('happened', language)),
      againstSwitch(shown),
    ),
    change && h('p', { class: 'summary' }, summaryOf(change, view)),
    change?.rest && contributions(change, shown),
    change && baseRevised(change, view),
    revisions(shown),
  );
}

function againstSwitch({ view, by, address, choose }: Happened): HTMLElement {
  return switcher({
    id: 'by',
    label: tell('against', view.language),
    options: (['yoy', 'mom'] as const).map((value) => ({
      value,
      label: tell(`against_${value}`, view.language),
    })),
    value: by,
    address,
    choose,
  });
}

function summaryOf({ summary, reason }: Change, { language }: View): string {
  if (summary) return summary[language];
  return tell('noChange', language, { reason: reasons[reason ?? 'NO_BASE'][language] });
}

/** Contributions are told in 万 unless each is as large as this. */
const wholeYi = '100000000';

function contributions(change: Change, shown: Happened): HTMLElement {
  const { place, period } = shown;
  const { language } = shown.view;
  const told = [...change.lines, ...(change.rest ? [change.rest] : [])].map(({ amount }) => amount);
  const unit = fittingUnit(told, shown.view.unit, wholeYi);
  const view = { ...shown.view, unit };
  const largest = Math.max(...change.lines.map(({ amount }) => Math.abs(toPoint(amount ?? '0'))), 1);
  const caption = tell('contributionsOf', language, { park: place, period: periodName(period, language) });
  const column = (key: 'cell' | 'contribution' | 'points', name = '') =>
    h('th', { scope: 'col', class: name }, tell(key, language));
  return h(
    'table',
    { class: 'contributions' },
    h('caption', { class: 'unseen' }, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        column('cell'),
        h('td', { class: 'bar-column' }),
        h(
          'th',
          { scope: 'col', class: 'figure' },
          tell('contribution', language),
          h('small', {}, unitName(unit, language)),
        ),
        column('points', 'figure'),
      ),
    ),
    h('tbody', {}, ...change.lines.map((line, at) => lineRow(line, at, largest, shown, unit))),
    h('tfoot', {}, hasRest(change) && restRow(change, view), sumRow(change, view)),
  );
}

/** A cell's park, or, where all are of one park, what its mode is. */
function nameOf({ park, mode }: Line, { view, parks, park: whole }: Happened): string {
  if (park === whole) return customsModes[mode as CustomsMode][view.language];
  const found = parks.find(({ park_id }) => park_id === park);
  return found ? parkName(found, view.language) : park;
}

function lineRow(line: Line, at: number, largest: number, shown: Happened, unit: Unit): HTMLElement {
  const { view, period } = shown;
  const { language } = view;
  const href = indicatorAddress(view, { period, park: line.park, mode: line.mode, traced: true });
  const notes = line.clauses.filter(({ code }) => code !== 'points').map((clause) => clause[language]);
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h(
        'span',
        { class: 'what' },
        h('span', { class: 'rank', 'aria-hidden': 'true' }, String(at + 1)),
        h(
          'a',
          { href, title: line.sentence[language] },
          h('span', {}, nameOf(line, shown)),
          ' ',
          h('span', { class: 'mode' }, h('i', { class: `swatch mode-${line.mode}` }), line.mode),
        ),
      ),
      h('small', {}, notes.join(language === 'zh' ? '，' : ', ')),
    ),
    h('td', { class: 'bar-column', 'aria-hidden': 'true' }, bar(line.amount ?? '0', largest)),
    ...figures(line, { ...view, unit }),
  );
}

/** From the middle to the right what adds, to the left what takes off. */
function bar(amount: string, largest: number): HTMLElement {
  const share = (Math.abs(toPoint(amount)) / largest) * 50;
  const falls = amount.startsWith('-');
  const style = `${falls ? 'right' : 'left'}: 50%; width: ${share.toFixed(1)}%`;
  return h('span', { class: 'balance' }, h('i', { class: falls ? 'down' : 'up', style }));
}

function figures(
  { amount, points }: Pick<Line, 'amount' | 'points'>,
  { unit, language }: View,
): HTMLElement[] {
  const value = amount ?? '0.00';
  return [
    h('td', { class: 'figure' }, exactOnDemand(signedAmount(value, unit), value, language)),
    h('td', { class: 'figure' }, points === null ? '—' : signedPoints(points)),
  ];
}

function hasRest({ rest }: Change): boolean {
  return rest !== null && (rest.cells > 0 || toPoint(rest.amount ?? '0') !== 0);
}

function restRow({ rest }: Change, view: View): HTMLElement {
  const label = tell('rest', view.language, { cells: rest?.cells ?? 0 });
  const figure = { amount: rest?.amount ?? null, points: rest?.points ?? null };
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, label),
    h('td', { class: 'bar-column' }),
    ...figures(figure, view),
  );
}

function sumRow({ amount, points }: Change, view: View): HTMLElement {
  const label = tell('sum', view.language);
  return h(
    'tr',
    { class: 'sum', title: exact(amount) },
    h('th', { scope: 'row' }, label),
    h('td', { class: 'bar-column' }),
    ...figures({ amount, points }, view),
  );
}

/** What the base was revised by since it was first published: no part of the change, but of what readers remember. */
function baseRevised({ base_revision }: Change, { language, unit }: View): Child {
  const moved = (base_revision ?? []).filter(({ amount }) => toPoint(amount) !== 0);
  if (moved.length === 0) return undefined;
  const fitting = fittingUnit(
    moved.map(({ amount }) => amount),
    unit,
    wholeYi,
  );
  const parts = moved.map(({ part, amount }) => {
    const told = `${signedAmount(amount, fitting)} ${unitName(fitting, language)}`;
    return tell(part === 'late_report' ? 'base_late_report' : 'base_revision', language, { amount: told });
  });
  const joined = parts.join(language === 'zh' ? '、' : ', ');
  return h('p', { class: 'caption' }, tell('baseRevised', language, { parts: joined }));
}

/** As many as fit under the contributions; the others are on the indicator page. */
const revisionsShown = 2;

function revisions({ view, park, highlights: { revisions: found } }: Happened): HTMLElement {
  const { language } = view;
  const told = found.rows.slice(0, revisionsShown).map(({ sentence, ...cell }) => {
    const href = indicatorAddress(view, { ...cell, tab: 'revisions' });
    return h('li', {}, h('a', { href }, sentence[language]));
  });
  const [first] = found.rows;
  const more: Child =
    first &&
    found.cells > told.length &&
    h(
      'a',
      { href: indicatorAddress(view, { period: first.period, park, mode: total, tab: 'revisions' }) },
      tell('moreRevised', language, { count: found.cells }),
    );
  return h(
    'div',
    { class: 'revised' },
    h('h3', {}, tell('revised', language), more && ' ', more),
    told.length ? h('ul', {}, ...told) : h('p', {}, tell('noneRevised', language)),
  );
}
