import { workingDayOfMonth } from '../catalogue/calendar.ts';
import { addMonths, localDay, type Period, periodOf } from '../catalogue/period.ts';
import { type MonthCalendar, readCalendar } from '../warehouse/calendar-entries.ts';
import { snapshot } from '../warehouse/database.ts';
import { type MonthQueues, readMonthQueues } from '../warehouse/month-queues.ts';
import { type MonthState, readMonthState } from '../warehouse/month-state.ts';
import type { Parks } from '../warehouse/reminders.ts';
import { dayEndingAt, planOf } from './calendar.ts';
import { monthAnswer } from './month-schema.ts';
import { parkMonthOrRefuse, parkMonthParameters, parksOrRefuse } from './park-month.ts';
import { orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const { park } = parkMonthParameters.properties;
const schema = {
  operationId: 'readMonth',
  tags: ['quality'],
  summary:
    '该月的状态：收数、审核、草稿、发布、待办 | The state of a month: collection, findings, draft, release, what waits',
  description:
    '此刻的状态，不写统计期为上月。园区账户只见所辖园区。 | As it is now; without a period, of the month before this one. A park’s account sees its own parks.',
  querystring: record({
    period: Type.Optional(
      Type.String({
        description: '统计期，不写为上月 | Month; last month when not given',
        examples: ['2026-10'],
      }),
    ),
    park,
  }),
  response: { 200: monthAnswer, ...orRefused(400, 403) },
};

/** Tells the time, so its answer is for now only. */
export function monthRoutes(server: Server, context: Context): void {
  const { database, now, plan } = context;
  server.get('/month', { config: { access: 'month' }, schema }, async ({ query, reader }, reply) => {
    const at = now();
    const asked = await parkMonthOrRefuse(database, { ...query, period: query.period ?? monthBefore(at) });
    const parks = parksOrRefuse(reader.scope, asked.park);
    const { state, calendar, queues } = await snapshot(database, async (frozen) => ({
      state: await readMonthState(frozen, asked.period, { parks, now: at }),
      calendar: await readCalendar(frozen, asked.period, planOf(context)),
      queues: await readMonthQueues(frozen, asked.period, parks),
    }));
    reply.header('cache-control', 'no-store');
    const planned = plan && calendar.release_at;
    return {
      ...{ park: asked.park, now: at.toISOString(), ...timeOf(calendar, parks, at) },
      planned: planned && { at: planned.toISOString(), hours_left: hoursLeft(at, planned) },
      ...shownState(state),
      queues: shownQueues(queues, state),
      role: parks === null || reader.scope === 'all' ? ('officer' as const) : ('park' as const),
    };
  });
}

function monthBefore(now: Date): Period {
  return addMonths(periodOf(now), -1);
}

function timeOf(calendar: MonthCalendar, parks: Parks, now: Date) {
  const { period } = calendar;
  const today = localDay(now);
  const reporting = periodOf(now) === addMonths(period, 1);
  const day = dayEndingAt(lastDue(calendar, parks));
  return {
    working_day: reporting ? workingDayOfMonth(today) : null,
    due: { day, passed: today > day },
  };
}

/** The last instant at which a report of these parks is on time. */
function lastDue({ due, closes_at }: MonthCalendar, parks: Parks): Date {
  const own = [...due].filter(([park]) => parks?.includes(park)).map(([, at]) => at.getTime());
  return own.length ? new Date(Math.max(...own)) : closes_at;
}

function hoursLeft(now: Date, planned: Date): number | null {
  const hours = Math.floor((planned.getTime() - now.getTime()) / 3600_000);
  return hours < 0 ? null : hours;
}

function shownState({ release, draft, data_as_of, blocking, held: _held, ...state }: MonthState) {
  return {
    ...state,
    release: release && { ...release, published_at: release.published_at.toISOString() },
    draft: draft && { ...draft, drawn_at: draft.drawn_at.toISOString() },
    data_as_of: data_as_of?.toISOString() ?? null,
    blocking: blocking && [...blocking],
  };
}

function shownQueues({ drafts, corrections, notes_missing }: MonthQueues, { held }: MonthState) {
  return {
    drafts: drafts && [...drafts],
    held,
    corrections: corrections && [...corrections],
    notes_missing: [...notes_missing],
  };
}
