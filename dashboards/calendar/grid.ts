import { lastDay, type Period } from '../../catalogue/period.ts';
import { type Child, h } from '../element.ts';
import { instant, monthOf, periodName } from '../figures.ts';
import type { Language } from '../view.ts';
import { type Calendar, dayOf, dueDays, isFree, type Row } from './shapes.ts';
import { say } from './text.ts';

/** What falls on a day. */
interface Mark {
  readonly kind: 'due' | 'release';
  readonly said: string;
}

/** Twelve months with what falls on their days. */
export function yearGrid({ rows, days, now }: Calendar, year: number, language: Language): HTMLElement {
  const marks = marksOf(rows, language);
  const special = new Map(days.map((one) => [one.day, one]));
  const today = dayOf(now);
  const months = Array.from(
    { length: 12 },
    (_, at) => `${year}-${String(at + 1).padStart(2, '0')}` as Period,
  );
  const legend = (['due', 'release', 'holiday', 'makeUp'] as const).map((key) =>
    h(
      'li',
      {},
      h(
        'span',
        { class: `day is-${key}`, 'aria-hidden': 'true' },
        key === 'makeUp' ? say('makeUpMark', language) : '8',
      ),
      say(key, language),
    ),
  );
  return h(
    'section',
    { class: 'panel year', 'aria-labelledby': 'year-title' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: 'year-title' }, say('grid', language, { year })),
      h('ul', { class: 'legend', 'aria-label': say('legend', language) }, ...legend),
    ),
    h(
      'div',
      { class: 'months' },
      ...months.map((month) => monthGrid(month, { marks, special, today, language })),
    ),
  );
}

interface Shown {
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  readonly special: ReadonlyMap<string, Calendar['days'][number]>;
  readonly today: string;
  readonly language: Language;
}

function monthGrid(month: Period, shown: Shown): HTMLElement {
  const { language } = shown;
  const count = Number(lastDay(month).slice(8));
  const first = (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: Child[] = [
    ...Array.from({ length: first }, () => h('td', {})),
    ...Array.from({ length: count }, (_, at) =>
      dayCell(`${month}-${String(at + 1).padStart(2, '0')}`, shown),
    ),
  ];
  while (cells.length % 7) cells.push(h('td', {}));
  const weeks = Array.from({ length: cells.length / 7 }, (_, at) =>
    h('tr', {}, ...cells.slice(at * 7, at * 7 + 7)),
  );
  const names = [...say('weekdays', language)].map((name) => h('th', { scope: 'col' }, name));
  return h(
    'table',
    { class: 'mini' },
    h('caption', {}, monthOf(month, language)),
    h('thead', {}, h('tr', {}, ...names)),
    h('tbody', {}, ...weeks),
  );
}

function dayCell(day: string, { marks, special, today, language }: Shown): HTMLElement {
  const found = special.get(day);
  const own = marks.get(day) ?? [];
  const isOff = isFree(day, found ? [found] : []);
  const names = [
    found?.kind === 'holiday' ? 'is-holiday' : isOff ? 'is-off' : '',
    found?.kind === 'make_up' ? 'is-makeUp' : '',
    ...own.map(({ kind }) => `is-${kind}`),
    day === today ? 'is-today' : '',
  ];
  const said = [
    ...(found ? [`${found[language]}${found.kind === 'make_up' ? ` ${say('makeUp', language)}` : ''}`] : []),
    ...own.map((one) => one.said),
  ];
  const number = String(Number(day.slice(8)));
  return h(
    'td',
    {},
    h(
      'span',
      { class: ['day', ...names].filter(Boolean).join(' '), title: said.join('\n') || undefined },
      number,
      said.length > 0 && h('span', { class: 'unseen' }, ` ${said.join(language === 'zh' ? '，' : ', ')}`),
    ),
  );
}

function marksOf(rows: readonly Row[], language: Language): Map<string, Mark[]> {
  const all = rows.flatMap((row) => {
    const period = periodName(row.period as Period, language);
    const days = [...new Set(row.due.map(({ day }) => day))];
    const release = instant(row.release_at);
    const { common } = dueDays(row);
    return [
      ...days.map((day) => ({
        day,
        kind: 'due' as const,
        said: say('dueOf', language, { period }) + (day === common ? '' : ` (${parksOn(row, day)})`),
      })),
      {
        day: dayOf(row.release_at),
        kind: 'release' as const,
        said: say('releaseOf', language, { period, time: release.slice(11) }),
      },
    ];
  });
  return Map.groupBy(all, ({ day }) => day);
}

function parksOn({ due }: Row, day: string): string {
  return due
    .filter((one) => one.day === day)
    .map(({ park }) => park)
    .join(' ');
}
