import { total } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { latestRelease } from '../warehouse/releases.ts';
import { listReports, readReport, reportSets } from '../warehouse/report-files.ts';
import { tagOf } from './packing.ts';
import { periodOrRefuse } from './parameters.ts';
import { describeRange, rangeOf } from './ranges.ts';
import { impossibleCode } from './refusals.ts';
import { reportPolicy } from './report-policy.ts';
import { listOf, oneOf, orRefused, periodParameter, record, Type } from './schema.ts';
import type { Context, Reply, Request, Server } from './server.ts';

export const reportFormats = ['html', 'docx', 'pdf', 'xlsx'] as const;
export const mediaTypes = {
  html: 'text/html; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<(typeof reportFormats)[number], string>;

const listSchema = {
  operationId: 'listReports',
  tags: ['reports'],
  summary: '现有月报 | Reports on file',
  description:
    '各月最新有月报的发布，按园区与语言列出格式；文件见/reports/{period}.{format}。 | Of the newest release of each month that has any, by park and language with its formats; the files are at /reports/{period}.{format}.',
  querystring: record({
    period: Type.Optional(periodParameter('统计期 | Month')),
    park: Type.Optional(
      Type.String({ description: '园区，_T为全市 | Park; _T: of the city', examples: ['_T'] }),
    ),
  }),
  response: {
    200: listOf(
      record({
        period: Type.String(),
        release: Type.String(),
        park: Type.String({ description: '_T为全市 | _T: of the city' }),
        language: oneOf(['zh', 'en']),
        formats: Type.Array(oneOf(reportFormats)),
      }),
      {},
      {
        description: '月报 | Reports',
        examples: [
          {
            rows: [
              {
                period: '2026-10',
                release: '2026-10.1',
                park: '_T',
                language: 'zh',
                formats: ['html', 'docx', 'pdf', 'xlsx'],
              },
            ],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400),
  },
};

const schema = {
  operationId: 'readReport',
  tags: ['reports'],
  summary: '月报 | The monthly report',
  description:
    '不写release时为有该格式月报的最新发布，不写park时为全市月报。docx为公文格式，pdf为标记PDF，xlsx为附表。没有时回答404并列出现有的。 | Of the newest release that has one when no release is given, of the city when no park is. docx: laid out as an official document; pdf: tagged; xlsx: the annex of tables. Where there is none, 404 tells what there is.',
  params: record({
    period: Type.String({
      description: '统计期，latest为有月报的最新月 | Month; latest: the newest that has a report',
      examples: ['2026-10'],
    }),
    format: oneOf(reportFormats, { description: '格式 | Format', examples: ['html'] }),
  }),
  querystring: record({
    lang: Type.Optional(oneOf(['zh', 'en'], { description: '语言，不写为zh | Language', examples: ['zh'] })),
    park: Type.Optional(
      Type.String({ description: '园区，不写为全市 | Park; the city when not given', examples: ['P01'] }),
    ),
    release: Type.Optional(
      Type.String({ description: '该月的一次发布 | A release of the month', examples: ['2026-10.1'] }),
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

interface OnFile {
  readonly release: string;
  readonly park: string;
  readonly format: string;
  readonly language: string;
}

export function reportRoutes(server: Server, { database }: Context): void {
  server.get('/reports', { config: { access: 'published' }, schema: listSchema }, async ({ query }) => {
    const { period, park } = query;
    if (period !== undefined) periodOrRefuse('period', period);
    const found = await reportSets(database, { period, park });
    const rows = found.map(({ language, formats: made, ...one }) => ({
      ...one,
      language: language as 'zh' | 'en',
      formats: made as (typeof reportFormats)[number][],
    }));
    return { rows, reason: rows.length ? null : '没有这样的月报 | There is no such report on file' };
  });
  server.get(
    '/reports/:period.:format',
    { config: { access: 'published' }, schema },
    async (request, reply) => {
      const { params, query } = request;
      const { format } = params;
      const {
        lang = 'zh',
        park = total,
        release,
      } = query as { lang?: string; park?: string; release?: string };
      const period = await periodOf(database, params.period, park);
      if (!(await latestRelease(database, period))) throw noRelease(period);
      const onFile = await listReports(database, period);
      const releases = [...new Set(onFile.map((one) => one.release))];
      if (release !== undefined && !release.startsWith(`${period}.`))
        throw impossibleCode('release', release, releases);
      const report = onFile.find(
        (one) =>
          one.park === park &&
          one.format === format &&
          one.language === lang &&
          (release === undefined || one.release === release),
      );
      const content = report && (await readReport(database, report));
      if (!content) throw noReport(period, onFile);
      const name = `${report.release}${park === total ? '' : `.${park}`}.${lang}.${format}`;
      if (format !== 'html') reply.header('content-disposition', `attachment; filename="${name}"`);
      if (format === 'html') reply.header('content-security-policy', reportPolicy(content));
      reply.type(mediaTypes[format]);
      if (request.headers.range === undefined)
        return (reply as Reply).header('accept-ranges', 'bytes').send(content);
      const tag = tagOf(content);
      const range = rangeOf(request as Request, content.length, tag);
      reply.headers({ etag: tag, 'cache-control': 'no-cache', vary: 'Accept, Accept-Encoding' });
      if (describeRange(reply as Reply, range, content.length)) return (reply as Reply).send('');
      const part =
        range === null || range === 'outside' ? content : content.subarray(range.start, range.end + 1);
      return (reply as Reply).send(part);
    },
  );
}

/** `latest`: the newest month that has a report of the place, for links that stay the same. */
async function periodOf(database: Context['database'], asked: string, park: string): Promise<string> {
  if (asked !== 'latest') return periodOrRefuse('period', asked);
  const [newest] = await reportSets(database, { park });
  if (newest) return newest.period;
  throw noReport('latest', []);
}

function noRelease(period: string): Refusal {
  return new Refusal(
    'no_release',
    {
      zh: `${period}还没有发布，月报在发布之后生成`,
      en: `${period} has no release yet: its report is written after it is published`,
    },
    { period },
  );
}

function noReport(period: string, onFile: readonly OnFile[]): Refusal {
  const what = onFile.map(
    ({ release, park, format, language }) => `${release} ${park} ${format} ${language}`,
  );
  return new Refusal(
    'no_report',
    {
      zh: `没有所求的${period}月报；${what.length ? `现有：${what.join('、')}` : `请先生成：parkstat report --period ${period}`}`,
      en: `There is no such report of ${period}; ${what.length ? `there are: ${what.join(', ')}` : `write it first: parkstat report --period ${period}`}`,
    },
    { period, available: onFile },
  );
}
