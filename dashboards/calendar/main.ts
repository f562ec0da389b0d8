import { addMonths, type Period, parsePeriod } from '../../catalogue/period.ts';
import { whoAmI } from '../account.ts';
import type { List, Park } from '../answers.ts';
import { type Child, h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import { type Drawn, openPage } from '../page.ts';
import { choice } from '../parts/toolbar.ts';
import { answerOf } from '../request.ts';
import type { Language, ViewWith } from '../view.ts';
import { yearGrid } from './grid.ts';
import { dayEnding, monthList } from './list.ts';
import { type Calendar, type CalendarFrame, dayOf, dueDays, type Key, type Known, own } from './shapes.ts';
import { say } from './text.ts';

/** A year has what falls into it: the months that are due and published from its January to its December. */
async function load({ year: asked_ }: ViewWith<Key>): Promise<Known> {
  const [me, parks] = await Promise.all([whoAmI(), answerOf<List<Park>>('parks')]);
  const wanted = parsePeriod(`${asked_}-01`);
  const year = wanted ? Number(asked_) : await thisYear();
  const first = addMonths(`${year}-01` as Period, -1);
  const calendar = await answerOf<Calendar>(`calendar?from=${first}&to=${addMonths(first, 11)}`);
  return { me, parks: parks.rows, year, calendar };
}

/** By the server's clock: the pages read none of their own. */
async function thisYear(): Promise<number> {
  const { now } = await answerOf<Calendar>('calendar');
  return Number(dayOf(now).slice(0, 4));
}

function draw(known: Known, frame: CalendarFrame): Drawn {
  const { language } = frame.view;
  const { year, calendar } = known;
  return {
    lead: say('lead', language),
    shows: say('yearOf', language, { year }),
    controls: [yearChoice(known, frame)],
    mainClass: 'schedule',
    main: [
      comingUp(calendar, language),
      yearGrid(calendar, year, language),
      monthList(known, frame),
      subscription(known, language),
    ],
  };
}

function yearChoice({ year, calendar }: Known, frame: CalendarFrame): HTMLElement {
  const { language } = frame.view;
  const here = Number(dayOf(calendar.now).slice(0, 4));
  const years = [...new Set([here - 2, here - 1, here, here + 1, year])].sort((one, other) => one - other);
  return choice({
    id: 'year',
    label: say('year', language),
    options: years.map((one) => ({ value: String(one), label: say('yearOf', language, { year: one }) })),
    value: String(year),
    choose: (chosen) => frame.navigate({ year: chosen }),
  });
}

/** The next due day and the next publication of the year that is shown. */
function comingUp({ rows, now }: Calendar, language: Language): HTMLElement | undefined {
  const due = rows.find(({ closes_at }) => closes_at > now);
  const release = rows.find(({ release_at }) => release_at > now);
  const days = (day: string) => {
    const count = Math.round((Date.parse(day) - Date.parse(dayOf(now))) / 86_400_000);
    return count === 0 ? say('today', language) : say('inDays', language, { days: count });
  };
  const next = (told: string, when: string, day: string): HTMLElement =>
    h('div', {}, h('dt', {}, told), h('dd', {}, h('b', {}, when), h('small', {}, days(day))));
  const name = (period: string) => ({ period: periodName(period as Period, language) });
  const told: Child[] = [
    due &&
      next(
        say('nextDue', language, name(due.period)),
        dueDays(due).common ?? dayEnding(due.closes_at),
        dayEnding(due.closes_at),
      ),
    release &&
      next(
        say('nextRelease', language, name(release.period)),
        instant(release.release_at),
        dayOf(release.release_at),
      ),
  ];
  if (!due && !release) return undefined;
  return h('section', { class: 'panel next', 'aria-label': say('next', language) }, h('dl', {}, ...told));
}

function subscription({ me }: Known, language: Language): HTMLElement {
  const file = `calendar.ics${language === 'en' ? '?lang=en' : ''}`;
  const address = new URL(`./${file}`, location.href).href;
  const copy = h('button', { type: 'button', class: 'quiet', id: 'copy-address' }, say('copy', language));
  copy.addEventListener('click', () => {
    void navigator.clipboard?.writeText(address).then(() => {
      copy.textContent = say('copied', language);
    });
  });
  return h(
    'section',
    { class: 'panel subscribe', 'aria-labelledby': 'subscribe-title' },
    h('h2', { id: 'subscribe-title' }, say('subscribe', language)),
    h('p', { class: 'caption' }, say('subscribeLead', language)),
    h(
      'div',
      { class: 'tools' },
      h('input', {
        id: 'ics-address',
        readonly: true,
        value: address,
        'aria-label': say('address', language),
      }),
      copy,
      h(
        'a',
        { class: 'button quiet', id: 'ics', href: `./${file}`, download: 'parkstat.ics' },
        say('download', language),
      ),
    ),
    me?.signed_in && h('p', { class: 'caption' }, say('subscribeClosed', language)),
  );
}

openPage<Key, Known>({ name: 'calendar', own, load, loadKey: ({ year }) => year, draw });
