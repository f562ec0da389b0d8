import { createHash } from 'node:crypto';
import ical, { ICalCalendarMethod } from 'ical-generator';
import { monthInWords } from '../catalogue/amount-words.ts';
import { total } from '../catalogue/mode.ts';
import { firstDay, localInstant } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { CalendarEntry, MonthCalendar } from '../warehouse/calendar-entries.ts';

type Language = keyof Message;
const dayMs = 24 * 3600_000;
const halfAnHour = 30 * 60_000;

interface Event {
  readonly id: string;
  readonly start: Date;
  readonly end: Date;
  readonly allDay: boolean;
  readonly summary: Message;
  /** What moved it, oldest first. */
  readonly moves: readonly CalendarEntry[];
}

/**
 * The months as iCalendar: nothing of the clock stands in it, so the same calendar is the same bytes. An event keeps its
 * UID when it moves, and its SEQUENCE counts the moves.
 */
export function calendarFile(
  months: readonly MonthCalendar[],
  parks: ReadonlyMap<string, string>,
  language: Language,
  url: string | null,
): string {
  const calendar = ical({
    name: { zh: '园区统计日程', en: 'Park statistics: calendar' }[language],
    prodId: { company: 'parkstat', product: 'parkstat', language: language === 'zh' ? 'ZH' : 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 6 * 3600,
    ...(url ? { url: `${url}calendar.html` } : {}),
  });
  for (const month of months)
    for (const { id, start, end, allDay, summary, moves } of eventsOf(month, parks)) {
      const last = moves.at(-1);
      calendar.createEvent({
        id: `${id}@parkstat`,
        // Of a whole day only its date is written, as it stands in the zone of the process: as it is in UTC here.
        start: allDay ? dateOnly(start) : start,
        end: allDay ? dateOnly(end) : end,
        allDay,
        summary: summary[language],
        sequence: moves.length,
        stamp: last?.set_at ?? localInstant(firstDay(month.period), 0),
        description: moves.map((move) => toldMove(move, language)).join('\n') || null,
      });
    }
  return `${calendar.toString()}\r\n`;
}

export function tagOfFile(file: string): string {
  return `"${createHash('sha256').update(file).digest('base64url').slice(0, 27)}"`;
}

function eventsOf(
  { period, due, release_at, closes_at, entries }: MonthCalendar,
  parks: ReadonlyMap<string, string>,
): Event[] {
  const { zh, en } = monthInWords(period);
  const common = commonDue(due) ?? closes_at;
  const own = [...due].filter(([, at]) => at.getTime() !== common.getTime());
  const dueEvent = (id: string, at: Date, moves: readonly CalendarEntry[], place?: string): Event => ({
    id,
    start: new Date(at.getTime() - dayMs),
    end: at,
    allDay: true,
    summary: {
      zh: `${zh}数据报送截止${place ? `（${place}）` : ''}`,
      en: `Reports of ${en} due${place ? ` (${place})` : ''}`,
    },
    moves,
  });
  const dueMoves = (codes: readonly string[]) =>
    entries.filter(({ kind, park }) => kind === 'due' && codes.includes(park));
  return [
    dueEvent(`due-${period}`, common, dueMoves([total])),
    ...own.map(([park, at]) =>
      dueEvent(`due-${period}-${park}`, at, dueMoves([total, park]), parks.get(park) ?? park),
    ),
    {
      id: `release-${period}`,
      start: release_at,
      end: new Date(release_at.getTime() + halfAnHour),
      allDay: false,
      summary: { zh: `${zh}园区统计发布`, en: `Park statistics of ${en} published` },
      moves: entries.filter(({ kind }) => kind === 'release'),
    },
  ];
}

/** The due instant of most parks, the later of two that are as common. */
function commonDue(due: ReadonlyMap<string, Date>): Date | undefined {
  const counted = Map.groupBy(due.values(), (at) => at.getTime());
  const [first] = [...counted].sort(([one, few], [other, more]) => more.length - few.length || other - one);
  return first && new Date(first[0]);
}

/** The Beijing day of an instant as a date of the process's own zone, which is what the package writes. */
function dateOnly(at: Date): Date {
  const [year = 0, month = 1, day = 1] = beijingDay.format(at).split('-').map(Number);
  return new Date(year, month - 1, day);
}

const beijingDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
const beijingTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

function toldMove({ kind, before_at, at, reason }: CalendarEntry, language: Language): string {
  const told = (one: Date) =>
    kind === 'due' ? beijingDay.format(new Date(one.getTime() - 1)) : beijingTime.format(one);
  return language === 'zh'
    ? `原定${told(before_at)}，改为${told(at)}：${reason}`
    : `Moved from ${told(before_at)} to ${told(at)}: ${reason}`;
}
