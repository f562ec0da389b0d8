import type { Park } from '../../answers.ts';
import { apiRoot } from '../../ask.ts';
import { parkName } from '../../charts/names.ts';
import { type Child, h } from '../../element.ts';
import { amount, count, fittingUnit, percent, periodName, unitName } from '../../figures.ts';
import { exactOnDemand } from '../../parts/numbers.ts';
import type { View } from '../../view.ts';
import type { Month, Reminders } from '../answers.ts';
import { type TextKey, tell } from '../text.ts';
import { indicatorAddress, pageAddress } from './links.ts';

/** What waits for the officer, each with the way to where it is done. */
export function queues(
  { period, queues: waiting, blocking }: Month,
  view: View,
  parks: readonly Park[],
): HTMLElement {
  const { language } = view;
  const board = pageAddress('quality', { ...view, period });
  const { drafts, held, corrections, notes_missing } = waiting;
  return h(
    'section',
    { class: 'panel queues', 'aria-labelledby': 'queues-title' },
    h('h2', { id: 'queues-title' }, tell('queues', language)),
    h(
      'dl',
      {},
      drafts && queue('drafts', drafts.length, draftsTold(drafts, view), view),
      queue(
        'heldDeliveries',
        held,
        [held > 0 && h('a', { href: board }, periodName(period, language))],
        view,
      ),
      corrections && queue('corrections', corrections.length, correctionsTold(corrections, view), view),
      blocking &&
        queue(
          'blockingChecks',
          blocking.length,
          blocking.map(({ title }) => h('a', { href: board }, title[language])),
          view,
        ),
      queue('notesMissing', notes_missing.length, notesTold(notes_missing, view, parks), view),
    ),
  );
}

function queue(key: TextKey, size: number, told: readonly Child[], { language }: View): HTMLElement {
  const shown = told.filter(Boolean);
  const separated = shown.flatMap((one, at) => (at ? [language === 'zh' ? '、' : ', ', one] : [one]));
  return h(
    'div',
    { class: size ? 'queue' : 'queue is-empty' },
    h('dt', {}, tell(key, language)),
    h(
      'dd',
      {},
      h('b', {}, String(size)),
      h('span', {}, ...(shown.length ? separated : [tell('nothing', language)])),
    ),
  );
}

function draftsTold(drafts: NonNullable<Month['queues']['drafts']>, { language }: View): Child[] {
  return drafts.slice(0, 3).map(({ period, moved, first }) => {
    const values = { period: periodName(period, language), cells: moved };
    return tell(first ? 'draftFirst' : 'draftMoves', language, values);
  });
}

function correctionsTold(corrections: NonNullable<Month['queues']['corrections']>, view: View): Child[] {
  const { language } = view;
  const reports = corrections.filter(({ has_report }) => has_report).length;
  const told = corrections.slice(0, 3).map(({ period, moved }) => {
    const impact =
      moved === null ? tell('impactUnknown', language) : tell('impact', language, { cells: count(moved) });
    const href = pageAddress('quality', { ...view, period });
    return h('a', { href }, `${periodName(period, language)} (${impact})`);
  });
  return [...told, reports > 0 && tell('impactReport', language, { count: reports })];
}

function notesTold(cells: Month['queues']['notes_missing'], view: View, parks: readonly Park[]): Child[] {
  return cells.map(({ period, park, mode }) => {
    const found = parks.find(({ park_id }) => park_id === park);
    const name = found ? parkName(found, view.language) : park;
    return h('a', { href: indicatorAddress(view, { period, park, mode }), title: name }, `${park} ${mode}`);
  });
}

/** As in the table of contributions. */
const wholeYi = '100000000';

/** So many are shown; all of them are in the list to be exported. */
const remindersShown = 4;

/** Whom to call first, by what their report is expected to bring. */
export function reminders(found: Reminders, path: string, view: View, parks: readonly Park[]): HTMLElement {
  const { language } = view;
  const { rows, sentence, method_text } = found;
  const list = rows.length
    ? [
        sentence && h('p', { class: 'summary' }, sentence[language]),
        reminderTable(found, view, parks),
        h(
          'p',
          { class: 'caption' },
          rows.length > remindersShown &&
            `${tell('moreReminders', language, { count: rows.length - remindersShown })} · `,
          method_text[language],
        ),
      ]
    : [h('p', {}, tell('noneMissing', language))];
  return h(
    'section',
    { class: 'panel reminders', 'aria-labelledby': 'reminders-title' },
    h(
      'div',
      { class: 'panel-head' },
      h(
        'h2',
        { id: 'reminders-title' },
        tell('reminders', language),
        rows.length > 0 && h('small', {}, tell('remindersOf', language, { count: rows.length })),
      ),
      rows.length > 0 &&
        h(
          'a',
          { class: 'button small quiet', href: `${apiRoot}${path}&format=csv` },
          tell('exportReminders', language),
        ),
    ),
    ...list,
  );
}

function reminderTable({ rows }: Reminders, view: View, parks: readonly Park[]): HTMLElement {
  const { language } = view;
  const unit = fittingUnit(
    rows.map(({ expected }) => expected),
    view.unit,
    wholeYi,
  );
  const column = (key: TextKey, more?: Child) =>
    h('th', { scope: 'col', class: key === 'tenant' ? '' : 'figure' }, tell(key, language), more);
  const whereOf = (ids: readonly string[]) =>
    ids
      .map((id) => parks.find(({ park_id }) => park_id === id))
      .flatMap((park) => (park ? parkName(park, language) : []))
      .join(' / ');
  const row = (one: Reminders['rows'][number]) =>
    h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        h('span', { lang: 'zh-CN', title: one.uscc }, one.name_zh),
        ' ',
        h(
          'small',
          { title: whereOf(one.parks) },
          `${one.parks.join(' ')} · ${tell(`state_${one.state}`, language)}`,
        ),
      ),
      h('td', { class: 'figure' }, exactOnDemand(amount(one.expected, unit), one.expected, language)),
      h('td', { class: 'figure' }, percent(one.cumulative)),
      h('td', { class: 'figure' }, percent(one.coverage_after)),
    );
  return h(
    'table',
    {},
    h('caption', { class: 'unseen' }, tell('reminders', language)),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        column('tenant'),
        column('expected', h('small', {}, unitName(unit, language))),
        column('cumulative'),
        column('coverageAfter'),
      ),
    ),
    h('tbody', {}, ...rows.slice(0, remindersShown).map(row)),
  );
}
