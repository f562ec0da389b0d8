import type { Period } from '../../catalogue/period.ts';
import { parkName } from '../charts/names.ts';
import { type Child, h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import type { Language } from '../view.ts';
import { askMove } from './move.ts';
import { type CalendarFrame, dayOf, dueDays, type Known, type Move, type Row } from './shapes.ts';
import { say } from './text.ts';

/** Month by month: the days as they are, what they were struck through, and why they moved. */
export function monthList(known: Known, frame: CalendarFrame): HTMLElement {
  const { language } = frame.view;
  const canMove = known.me?.capabilities.includes('statistics') ?? false;
  const head = (['period', 'due', 'closes', 'release', 'moves'] as const).map((key) =>
    h('th', { scope: 'col' }, say(key, language)),
  );
  return h(
    'section',
    { class: 'panel list' },
    h('h2', { id: 'list-title' }, say('list', language)),
    known.calendar.rows.some(({ arranged }) => !arranged) &&
      h('p', { class: 'unarranged' }, say('unarranged', language, { year: known.year })),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-labelledby': 'list-title' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...head,
            canMove && h('th', { scope: 'col' }, h('span', { class: 'unseen' }, say('move', language))),
          ),
        ),
        h('tbody', {}, ...known.calendar.rows.map((row) => line(row, known, frame, canMove))),
      ),
    ),
  );
}

function line(row: Row, known: Known, frame: CalendarFrame, canMove: boolean): HTMLElement {
  const { language } = frame.view;
  const period = periodName(row.period as Period, language);
  const { common, others } = dueDays(row);
  const isPast = row.release_at < known.calendar.now;
  const before = (kind: Move['kind']) => row.moves.filter((move) => move.kind === kind);
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet small',
      id: `move-${row.period}`,
      'aria-label': say('moveOf', language, { period }),
      onclick: () => askMove(row, known, frame),
    },
    say('move', language),
  );
  return h(
    'tr',
    { class: isPast && 'is-past', id: `row-${row.period}` },
    h('th', { scope: 'row' }, period),
    h(
      'td',
      { 'data-name': say('due', language) },
      ...before('due').map((move) => struck(dayEnding(move.before_at), language)),
      common ?? '—',
      ...otherDays(others, language),
    ),
    h('td', { 'data-name': say('closes', language) }, dayEnding(row.closes_at), h('small', {}, ' 24:00')),
    h(
      'td',
      { 'data-name': say('release', language) },
      ...before('release').map((move) => struck(instant(move.before_at), language)),
      h('b', {}, instant(row.release_at)),
    ),
    h('td', { class: 'why' }, ...row.moves.map((move) => moveTold(move, known, language))),
    canMove && h('td', {}, !isPast && button),
  );
}

function struck(text: string, language: Language): HTMLElement {
  return h('del', { lang: language === 'zh' ? 'zh-CN' : 'en' }, text);
}

function otherDays(others: Row['due'], language: Language): Child[] {
  return [...Map.groupBy(others, ({ day }) => day)].map(([day, parks]) =>
    h(
      'small',
      { title: parks.map(({ park }) => park).join(' ') },
      say('others', language, { count: parks.length, day }),
    ),
  );
}

function moveTold(
  { kind, park, at, reason, by, set_at }: Move,
  { parks }: Known,
  language: Language,
): HTMLElement {
  const found = parks.find(({ park_id }) => park_id === park);
  const place = kind === 'due' ? (found ? parkName(found, language) : say('allParks', language)) : '';
  const what = [place, say(kind, language)].filter(Boolean).join(' ');
  const to = kind === 'due' ? dayEnding(at) : instant(at);
  return h(
    'p',
    {},
    h('span', {}, say('movedTo', language, { what, to })),
    h('small', {}, say('movedBy', language, { reason, by, at: instant(set_at) })),
  );
}

/** The day of which an instant is the end. */
export function dayEnding(at: string): string {
  return dayOf(new Date(new Date(at).getTime() - 1).toISOString());
}
