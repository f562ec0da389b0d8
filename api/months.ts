import { checklist } from '../catalogue/checklist.ts';
import { monthActs, monthStates } from '../catalogue/month-states.ts';
import { addMonths, type Period, periodOf, periodsBetween } from '../catalogue/period.ts';
import { type ReasonCodeId, reasonCodes } from '../catalogue/reason-codes.ts';
import type { Message } from '../catalogue/refusal.ts';
import { readCalendar } from '../warehouse/calendar-entries.ts';
import { blockingItems, type ChecklistItem } from '../warehouse/checklist.ts';
import { activeSubmission, closing, type MonthEvent, stateOfMonth } from '../warehouse/month-events.ts';
import { latestRelease, type Release, releasesOf } from '../warehouse/releases.ts';
import { findSubmission, submissionReports } from '../warehouse/submissions.ts';
import { planOf } from './calendar.ts';
import { served } from './delivery-work.ts';
import type { Desk, Review } from './desk.ts';
import { permits } from './month-permits.ts';
import { exampleMonth, monthPath, monthRow, reviewAnswer } from './months-schema.ts';
import { periodOrRefuse } from './parameters.ts';
import { listOf, noParameters, orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const config = { access: 'desk' as const };
const tags = ['months'];
const usualMonths = 13;

const listSchema = {
  operationId: 'listMonths',
  tags,
  summary: '近几个月走到哪一步 | How far recent months have come',
  description:
    '上月起往前，新的在前：状态、截止、计划发布、现行发布、送审。 | From last month back, newest first: state, closing, planned publication, release, submission.',
  querystring: record({
    months: Type.Optional(
      Type.String({
        pattern: '^([1-9]|[1-5]\\d|60)$',
        description: '几个月，1–60，默认13 | How many, 1–60, 13 when not given',
        examples: ['13'],
      }),
    ),
  }),
  response: {
    200: listOf(
      monthRow,
      {},
      { description: '月份 | Months', examples: [{ rows: [exampleMonth], reason: null }] },
    ),
    ...orRefused(400),
  },
};

const reviewSchema = {
  operationId: 'readReview',
  tags,
  summary: '一个月的复核台：清单、送审内容、变动、经过 | A month on the reviewer’s desk',
  params: monthPath,
  querystring: noParameters,
  response: { 200: reviewAnswer, ...orRefused(400, 404) },
};

/** Tell the time and who asks, so no answer is kept. */
export function monthsRoutes(server: Server, context: Context, desk: Desk | null): void {
  const { database, now } = context;
  server.get('/months', { config, schema: listSchema }, async ({ query }, reply) => {
    reply.header('cache-control', 'no-store');
    const last = addMonths(periodOf(now()), -1);
    const first = addMonths(last, 1 - Number(query.months ?? usualMonths));
    const rows = [];
    for (const period of periodsBetween(first, last).reverse()) rows.push(await rowOf(context, period));
    return { rows, reason: null };
  });
  server.get(
    '/months/:period/review',
    { config, schema: reviewSchema },
    async ({ params, reader }, reply) => {
      reply.header('cache-control', 'no-store');
      const period = periodOrRefuse('period', params.period);
      const review = await served(desk).review(period);
      const calendar = await readCalendar(database, period, planOf(context));
      const releases = await releasesOf(database, period);
      return {
        ...toldState(review),
        now: now().toISOString(),
        closes_at: calendar.closes_at.toISOString(),
        planned_at: calendar.release_at.toISOString(),
        ...toldReview(review),
        submission: await toldSubmission(context, review),
        releases: releases.map(toldRelease),
        acts: permits(review, { reader, releases: releases.length, now: now() }),
      };
    },
  );
}

async function rowOf(context: Context, period: Period) {
  const { database, now } = context;
  const { state, events } = await stateOfMonth(database, period, now());
  const { closes_at, release_at, entries } = await readCalendar(database, period, planOf(context));
  const release = await latestRelease(database, period);
  const active = activeSubmission(events);
  const submission = active && (await findSubmission(database, active.submission_id));
  return {
    ...toldState({ period, state }),
    closes_at: closes_at.toISOString(),
    planned_at: release_at.toISOString(),
    moved: entries.length > 0,
    release: release ? toldRelease(release) : null,
    submission: submission ? { ...toldFrozen(submission), ...toldSignature(active.signed) } : null,
  };
}

function toldState({ period, state }: Pick<Review, 'period' | 'state'>) {
  const { zh, en } = monthStates[state];
  return { period, state, state_name: { zh, en } };
}

function toldRelease({ id, status, published_at }: Pick<Release, 'id' | 'status' | 'published_at'>) {
  return { id, status, published_at: published_at.toISOString() };
}

function toldFrozen({
  submission_id,
  submitted_by,
  submitted_at,
  release_at,
  subject_sha256,
}: NonNullable<Review['submission']>) {
  return {
    ...{ submission_id, submitted_by, subject_sha256 },
    submitted_at: submitted_at.toISOString(),
    release_at: release_at?.toISOString() ?? null,
  };
}

function toldSignature(signed: MonthEvent | null | undefined) {
  return { signed_by: signed?.acted_by ?? null, signed_at: signed?.at.toISOString() ?? null };
}

async function toldSubmission({ database }: Context, { submission, events }: Review) {
  if (!submission) return null;
  const { base_release, observations, submission_id } = submission;
  return {
    ...toldFrozen(submission),
    ...{ base_release, observations },
    ...toldSignature(activeSubmission(events)?.signed),
    documents: await submissionReports(database, submission_id),
  };
}

function toldReview({ items, events, changes }: Review) {
  const closed = closing(events);
  return {
    closed: closed && { by: closed.acted_by, at: closed.at.toISOString() },
    items: items.map(toldItem),
    blocking: blockingItems(items).length,
    changes: changes && {
      moved: changes.moved,
      cells: [...changes.cells],
      sentences: [...changes.sentences],
      charts: [...changes.charts],
      tables: [...changes.tables],
    },
    events: events.map(toldEvent),
  };
}

function toldItem({ override, ...item }: ChecklistItem) {
  const { zh, en, page } = checklist[item.id];
  return {
    ...{ ...item, zh, en, page },
    override: override && { ...override, reason: reasonOf(override.reason_code) as Message },
  };
}

function toldEvent(event: MonthEvent) {
  const { event_id, kind, acted_by, at, item, note, release_id, submission_id, subject_sha256 } = event;
  return {
    ...{ id: event_id, kind, name: { ...monthActs[kind] }, by: acted_by, at: at.toISOString(), item, note },
    reason: event.reason_code === null ? null : reasonOf(event.reason_code),
    ...{ release: release_id, submission: submission_id, subject_sha256 },
  };
}

function reasonOf(code: string): Message {
  const known = Object.hasOwn(reasonCodes, code) ? reasonCodes[code as ReasonCodeId] : undefined;
  return known ? { zh: known.zh, en: known.en } : { zh: code, en: code };
}
