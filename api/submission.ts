import { total } from '../catalogue/mode.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { activeSubmission, monthEvents } from '../warehouse/month-events.ts';
import {
  findSubmission,
  type ReportContent,
  type Submission,
  submissionReport,
  submissionReports,
} from '../warehouse/submissions.ts';
import { maybe, message } from './delivery-schema.ts';
import { served } from './delivery-work.ts';
import type { Desk } from './desk.ts';
import { monthPath } from './months-schema.ts';
import { periodOrRefuse } from './parameters.ts';
import { impossibleCode } from './refusals.ts';
import { reportPolicy } from './report-policy.ts';
import { mediaTypes, reportFormats } from './reports.ts';
import { listOf, maybeText, oneOf, orRefused, record, Type } from './schema.ts';
import type { Context, Reply, Server } from './server.ts';

const config = { access: 'desk' as const };
const tags = ['months'];
const parkParameter = Type.String({
  maxLength: 40,
  description: '园区，_T为全市 | Park; _T: the city',
  examples: ['_T'],
});

const documentSchema = {
  operationId: 'readSubmittedReport',
  tags,
  summary: '送审的月报，逐字节为签发所及 | A submitted report, byte for byte what a signature covers',
  params: record({
    period: Type.String({ description: '统计期 | Month', examples: ['2026-10'] }),
    park: parkParameter,
    format: oneOf(reportFormats, { description: '格式 | Format', examples: ['html'] }),
  }),
  querystring: record({
    language: Type.Optional(
      oneOf(['zh', 'en'], { description: '语言，不写为zh | Language', examples: ['zh'] }),
    ),
  }),
  response: {
    200: {
      description: '月报 | The report',
      content: {
        'text/html': {
          schema: Type.String({ description: '单个HTML文件 | One self-contained page' }),
          example: '<!doctype html><html lang="zh-CN">…</html>',
        },
      },
    },
    ...orRefused(400, 404),
  },
};

const wordingSchema = {
  operationId: 'compareSubmittedWording',
  tags,
  summary: '送审文字与上月月报对照 | The submitted wording beside last month’s report',
  description:
    '按句子在章节中的位置并列；changed为除数字、月份外文字也不同。 | Sentence by sentence, by their places; `changed`: the words differ, not only numbers and months.',
  params: monthPath,
  querystring: record({ park: Type.Optional(parkParameter) }),
  response: {
    200: listOf(
      record({
        id: Type.String({ examples: ['highlights.1'] }),
        before: maybe(message, '上月 | Last month'),
        now: maybe(message, '本月 | This month'),
        changed: Type.Boolean(),
      }),
      {
        submission: Type.String({ examples: ['7'] }),
        park: Type.String({ examples: ['_T'] }),
        release_before: maybeText({
          description: '上月月报的发布 | The release of last month’s report',
          examples: ['2026-09.1'],
        }),
      },
      {
        description: '文字 | The wording',
        examples: [
          {
            submission: '7',
            park: '_T',
            release_before: '2026-09.1',
            rows: [
              {
                id: 'highlights.1',
                before: {
                  zh: '9月进出口8.10亿元，同比增长9.1%。',
                  en: 'CNY 810 million in September, up 9.1%.',
                },
                now: {
                  zh: '10月进出口8.90亿元，同比增长12.3%。',
                  en: 'CNY 890 million in October, up 12.3%.',
                },
                changed: false,
              },
            ],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400, 404),
  },
};

/** What was submitted, as its reviewer reads it. */
export function submissionRoutes(server: Server, { database }: Context, desk: Desk | null): void {
  server.get(
    '/months/:period/submission/reports/:park.:format',
    { config, schema: documentSchema },
    async ({ params, query }, reply) => {
      const { park, format, period } = params;
      const { language = 'zh' } = query as { language?: 'zh' | 'en' };
      const { submission_id } = await submittedOrRefuse(database, periodOrRefuse('period', period));
      const content = await submissionReport(database, submission_id, { park, format, language });
      if (!content) {
        const parks = (await submissionReports(database, submission_id)).map((one) => one.park);
        throw impossibleCode('park', park, [...new Set(parks)]);
      }
      const name = `${period}${park === total ? '' : `.${park}`}.${language}.submission-${submission_id}.${format}`;
      reply.header('cache-control', 'no-store');
      reply.header(
        'content-disposition',
        `${format === 'html' ? 'inline' : 'attachment'}; filename="${name}"`,
      );
      if (format === 'html') allowFrame(reply as Reply, content);
      return (reply as Reply).type(mediaTypes[format]).send(content);
    },
  );
  server.get(
    '/months/:period/submission/wording',
    { config, schema: wordingSchema },
    async ({ params, query }, reply) => {
      const period = periodOrRefuse('period', params.period);
      const { park = total } = query;
      const { submission_id, content } = await submittedOrRefuse(database, period);
      const own = content.find((one) => one.park === park);
      if (!own)
        throw impossibleCode(
          'park',
          park,
          content.map((one) => one.park),
        );
      const before = await served(desk).reported(addMonths(period, -1), park);
      const rows = beside(before?.content, own);
      reply.header('cache-control', 'no-store');
      return {
        ...{ submission: submission_id, park, release_before: before?.release ?? null, rows },
        reason: rows.length ? null : '月报没有句子 | The report has no sentence',
      };
    },
  );
}

/** The page of months shows it in a frame of its own; nobody else does. */
export function allowFrame(reply: Reply, content: Buffer): void {
  const policy = reportPolicy(content).replace("frame-ancestors 'none'", "frame-ancestors 'self'");
  reply.header('content-security-policy', policy).header('x-frame-options', 'SAMEORIGIN');
}

async function submittedOrRefuse(database: Context['database'], period: Period): Promise<Submission> {
  const active = activeSubmission(await monthEvents(database, period));
  const submission = active && (await findSubmission(database, active.submission_id));
  if (submission) return submission;
  throw new Refusal(
    'not_found',
    { zh: `${period}没有送审中的内容`, en: `Nothing of ${period} is under review` },
    { value: period },
  );
}

/** Sentences in the order of this month's report; those that only last month had come last. */
function beside(before: ReportContent | undefined, now: ReportContent) {
  const [old, fresh] = [before?.sentences ?? [], now.sentences].map(
    (all) => new Map(all.map(({ id, zh, en }) => [id, { zh, en }])),
  ) as [Map<string, { zh: string; en: string }>, Map<string, { zh: string; en: string }>];
  return [...new Set([...fresh.keys(), ...old.keys()])].map((id) => {
    const [was, is] = [old.get(id) ?? null, fresh.get(id) ?? null];
    return { id, before: was, now: is, changed: wordsOf(was?.zh) !== wordsOf(is?.zh) };
  });
}

/** A sentence without what differs every month: its numbers. */
function wordsOf(text: string | undefined): string | undefined {
  return text?.replaceAll(/[−+-]?\d[\d,.]*/g, '#');
}
