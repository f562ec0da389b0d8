import { isArranged, type ReleasePlan, specialDays } from '../catalogue/calendar.ts';
import { total } from '../catalogue/mode.ts';
import {
  addMonths,
  firstDay,
  lastDay,
  localDay,
  localInstant,
  type Period,
  periodOf,
  periodsBetween,
} from '../catalogue/period.ts';
import { type MonthCalendar, readCalendar } from '../warehouse/calendar-entries.ts';
import { type Database, snapshot } from '../warehouse/database.ts';
import { moveDate } from '../warehouse/month-acts.ts';
import { listParks } from '../warehouse/registry.ts';
import { calendarFile, tagOfFile } from './calendar-file.ts';
import { calendarSchema, fileSchema, moveSchema } from './calendar-schema.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { impossibleCode, missingParameter, parameterClash } from './refusals.ts';
import type { Context, Reply, Server } from './server.ts';
import { writerOf, written } from './writes.ts';

/** Where nobody plans publications: as the settings' own default. */
const usualPlan: ReleasePlan = { day: 12, hour: 9 };
export const planOf = ({ plan }: Context): ReleasePlan => plan ?? usualPlan;

const longest = 36;
const usualSpan = { before: 6, after: 11 } as const;
const dayMs = 24 * 3600_000;

/** Reading the calendar. It tells the time of day, so no answer is kept. */
export function calendarRoutes(server: Server, context: Context): void {
  server.get(
    '/calendar',
    { config: { access: 'published' }, schema: calendarSchema },
    async ({ query }, reply) => {
      const at = context.now();
      const { from, to } = spanOf(query, at);
      const rows = await monthsBetween(context, from, to);
      reply.header('cache-control', 'no-store');
      return {
        now: at.toISOString(),
        days: specialDays(firstDay(from), lastDay(addMonths(to, 2))),
        rows: rows.map(told),
        reason: rows.length ? null : '起始月在截止月之后 | The first month is after the last',
      };
    },
  );
}

export function calendarActRoutes(server: Server, context: Context): void {
  const { database, now } = context;
  server.post(
    '/calendar',
    { config: { access: 'statistics' }, schema: moveSchema },
    async ({ body, reader }) => {
      const period = periodOrRefuse('period', body.period);
      const { kind, park = total, reason } = body;
      await refusePark(database, kind, park);
      const to = instantOf(body, period, now());
      const action = { period, by: writerOf(reader, body.by), at: now() };
      await moveDate(database, action, { kind, park, to, reason: written(reason), plan: planOf(context) });
      server.answers.forget();
      return told(await readCalendar(database, period, planOf(context)));
    },
  );
}

/** The same as a file that calendars subscribe to. */
export function calendarFileRoute(server: Server, context: Context): void {
  server.get(
    '/calendar.ics',
    { config: { access: 'published' }, schema: fileSchema },
    async ({ query, headers }, reply) => {
      const { lang = 'zh' } = query as { lang?: 'zh' | 'en' };
      const { from, to } = spanOf({}, context.now());
      const months = await monthsBetween(context, from, to);
      const parks = new Map(
        (await listParks(context.database)).map((one) => [
          one.park_id,
          (lang === 'en' && one.name_en) || one.name_zh,
        ]),
      );
      const file = calendarFile(months, parks, lang, context.delivery.publicUrl);
      const tag = tagOfFile(file);
      const answer = (reply as Reply).header('etag', tag).header('cache-control', 'no-cache');
      if (headers['if-none-match']?.split(/\s*,\s*/).includes(tag)) return answer.code(304).send();
      return answer
        .header('content-disposition', 'inline; filename="parkstat.ics"')
        .type('text/calendar; charset=utf-8')
        .send(file);
    },
  );
}

function spanOf(asked: { from?: string; to?: string }, now: Date): { from: Period; to: Period } {
  const here = periodOf(now);
  const from = asked.from === undefined ? undefined : periodOrRefuse('from', asked.from);
  const to = asked.to === undefined ? undefined : periodOrRefuse('to', asked.to);
  const first = from ?? addMonths(to ?? here, to ? -11 : -usualSpan.before);
  const last = to ?? addMonths(from ?? here, from ? 11 : usualSpan.after);
  if (addMonths(first, longest) <= last)
    throw parameterClash('to', last, {
      zh: `一次至多${longest}个月，请缩短from至to`,
      en: `At most ${longest} months at once: bring from and to closer`,
    });
  return { from: first, to: last };
}

function monthsBetween(context: Context, from: Period, to: Period): Promise<MonthCalendar[]> {
  return snapshot(context.database, async (frozen) => {
    const months: MonthCalendar[] = [];
    for (const period of periodsBetween(from, to))
      months.push(await readCalendar(frozen, period, planOf(context)));
    return months;
  });
}

/** The day of which an instant is the end. */
export const dayEndingAt = (at: Date): string => localDay(new Date(at.getTime() - 1));

function told({ period, due, closes_at, release_at, entries }: MonthCalendar) {
  return {
    period,
    due: [...due]
      .map(([park, at]) => ({ park, day: dayEndingAt(at) }))
      .sort((one, other) => (one.park < other.park ? -1 : 1)),
    closes_at: closes_at.toISOString(),
    release_at: release_at.toISOString(),
    arranged: isArranged(localDay(release_at)),
    moves: entries.map(({ entry_id, kind, park, before_at, at, reason, set_by, set_at }) => ({
      ...{ id: entry_id, kind, park, reason, by: set_by },
      before_at: before_at.toISOString(),
      at: at.toISOString(),
      set_at: set_at.toISOString(),
    })),
  };
}

async function refusePark(database: Database, kind: 'due' | 'release', park: string): Promise<void> {
  if (park === total) return;
  if (kind === 'release')
    throw parameterClash('park', park, {
      zh: '发布时刻各园区一致，不写park',
      en: 'All parks are published at the same hour: leave park out',
    });
  const known = (await listParks(database)).map(({ park_id }) => park_id);
  if (!known.includes(park)) throw impossibleCode('park', park, [total, ...known]);
}

/** Due: 24:00 of the day. Publication: its hour, in Beijing. Neither within the month itself, nor in the past. */
function instantOf(
  { kind, day, time }: { kind: 'due' | 'release'; day: string; time?: string },
  period: Period,
  now: Date,
): Date {
  instantOrRefuse('day', day);
  if (kind === 'release' && time === undefined)
    throw missingParameter('time', { zh: '发布时刻，如09:00', en: 'the hour of publication, like 09:00' });
  const [hour = 0, minute = 0] = (time ?? '00:00').split(':').map(Number);
  const start = localInstant(day, hour, minute);
  const at = kind === 'due' ? new Date(localInstant(day, 0).getTime() + dayMs) : start;
  if (day <= lastDay(period))
    throw parameterClash('day', day, {
      zh: `${period}到${lastDay(period)}才结束，请选之后的日期`,
      en: `${period} ends on ${lastDay(period)}: choose a day after it`,
    });
  if (at <= now)
    throw parameterClash('day', day, {
      zh: '该时刻已过，请选以后的日期',
      en: 'That is past: choose a later day',
    });
  return at;
}
