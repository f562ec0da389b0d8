import { defaultDueDay, dueInstant, plannedRelease, type ReleasePlan } from '../catalogue/calendar.ts';
import { total } from '../catalogue/mode.ts';
import { addMonths, firstDay, lastDay, type Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';
import { listMemberships, listSources } from './registry.ts';

/** A day or hour that somebody set, with the one that it took the place of. */
export interface CalendarEntry {
  readonly entry_id: string;
  readonly period: string;
  readonly kind: 'due' | 'release';
  /** `_T`: all parks. */
  readonly park: string;
  readonly at: Date;
  readonly before_at: Date;
  readonly reason: string;
  readonly set_by: string;
  readonly set_at: Date;
}

export interface MonthCalendar {
  readonly period: Period;
  /** By park: the instant after which a report is late. */
  readonly due: ReadonlyMap<string, Date>;
  /** When collection closes: the last park's due instant. */
  readonly closes_at: Date;
  /** The hour of publication. */
  readonly release_at: Date;
  /** What was set by hand, oldest first. */
  readonly entries: readonly CalendarEntry[];
}

/** The days of a month: as sources and settings have them, or as somebody set them. */
export async function readCalendar(
  database: Database,
  period: Period,
  plan: ReleasePlan,
): Promise<MonthCalendar> {
  const [month] = await readCalendars(database, [period], plan);
  return month as MonthCalendar;
}

/** The same of several months, read at one go. */
export async function readCalendars(
  database: Database,
  periods: readonly Period[],
  plan: ReleasePlan,
): Promise<MonthCalendar[]> {
  const all = await calendarEntries(database, periods);
  const sources = Map.groupBy(await listSources(database), ({ uscc }) => uscc);
  const memberships = await listMemberships(database);
  return periods.map((period) => {
    const entries = all.filter((entry) => entry.period === period);
    const members = memberships.filter(
      ({ from_day, to_day }) => from_day <= lastDay(period) && (to_day === null || to_day > firstDay(period)),
    );
    return calendarOf(period, { entries, due: dueDays(members, sources), plan });
  });
}

function calendarOf(
  period: Period,
  {
    entries,
    due: usual,
    plan,
  }: { entries: readonly CalendarEntry[]; due: ReadonlyMap<string, number>; plan: ReleasePlan },
): MonthCalendar {
  const due = new Map(
    [...usual].map(([park, day]) => [park, setDue(entries, park) ?? dueInstant(period, day)]),
  );
  const last = Math.max(...[...due.values()].map((at) => at.getTime()));
  const closes_at = due.size ? new Date(last) : (setDue(entries, total) ?? dueInstant(period, defaultDueDay));
  const release_at =
    entries.findLast(({ kind }) => kind === 'release')?.at ?? plannedRelease(period, plan, closes_at);
  return { period, due, closes_at, release_at, entries };
}

/** What was set by hand for some months, oldest first. */
export async function calendarEntries(
  { kysely }: Database,
  periods: readonly string[],
): Promise<CalendarEntry[]> {
  return kysely
    .selectFrom('calendar_entry')
    .selectAll()
    .where('period', 'in', periods)
    .orderBy('entry_id')
    .execute();
}

/** The due instant of a park that was set last, for it or for all. */
export function setDue(entries: readonly CalendarEntry[], park: string): Date | undefined {
  return entries.findLast((entry) => entry.kind === 'due' && [park, total].includes(entry.park))?.at;
}

/** The latest due day of each park's tenants. */
function dueDays(
  members: Awaited<ReturnType<typeof listMemberships>>,
  sources: ReadonlyMap<string, Awaited<ReturnType<typeof listSources>>>,
): Map<string, number> {
  const days = new Map<string, number>();
  for (const { uscc, park_id } of members) {
    const own = sources.get(uscc)?.map(({ due_day }) => due_day) ?? [defaultDueDay];
    days.set(park_id, Math.max(days.get(park_id) ?? 0, ...own));
  }
  return days;
}

/** The days of a month as documents announce them: ISO instants. */
export interface AnnouncedDays {
  readonly due: string;
  readonly release: string;
}

/** What a month's documents announce of the month after it. */
export async function announcedDays(
  database: Database,
  period: Period,
  plan: ReleasePlan,
): Promise<AnnouncedDays> {
  const { closes_at, release_at } = await readCalendar(database, addMonths(period, 1), plan);
  // The last instant in time, not the first one late: its day is the due day.
  return { due: new Date(closes_at.getTime() - 1).toISOString(), release: release_at.toISOString() };
}

export async function setCalendarEntry(
  { kysely }: Database,
  entry: Omit<CalendarEntry, 'entry_id'>,
): Promise<void> {
  await kysely.insertInto('calendar_entry').values(entry).execute();
}
