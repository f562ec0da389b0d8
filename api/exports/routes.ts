import { createReadStream } from 'node:fs';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { Refusal } from '../../catalogue/refusal.ts';
import type { Database } from '../../warehouse/database.ts';
import { visibleReleases } from '../../warehouse/releases.ts';
import { monthsShown } from '../../warehouse/series.ts';
import { countRows } from '../../warehouse/series-parts.ts';
import type { Reader } from '../access/reader.ts';
import { served } from '../delivery-work.ts';
import { nothingReleased } from '../nothing-released.ts';
import { encodingOf, matches, mediaTypes, packedTypes } from '../packing.ts';
import { citationOf } from '../permalink.ts';
import { describeRange, rangeOf } from '../ranges.ts';
import { fileName } from '../series-content.ts';
import type { SeriesParameters } from '../series-query.ts';
import { newestOf, queryOf } from '../series-read.ts';
import type { Context, Reply, Request, Server } from '../server.ts';
import type { Exports, NewExport } from './exports.ts';
import { type ExportFormat, type ExportJob, isOver } from './job.ts';
import { cancelSchema, createSchema, fileSchema, getSchema, listSchema } from './schema.ts';

const access = { config: { access: 'exports' } } as const;

/** Answers that are too large for a request, as files: asked for, followed, fetched. */
export function exportRoutes(server: Server, { database }: Context, exports: Exports | null): void {
  server.post('/exports', { ...access, schema: createSchema }, async ({ body, reader }, reply) => {
    const made = served(exports);
    const { format = 'csv', query } = body as { format?: ExportFormat; query: SeriesParameters };
    const job = await made.add(await wantedOf(database, query, format, reader));
    return (reply as Reply).code(202).header('location', placeOf(job)).send(shown(job));
  });
  server.get('/exports', { ...access, schema: listSchema }, async ({ reader }) => {
    const rows = (await served(exports).list()).filter((job) => isOf(job, reader)).map(shown);
    const reason = rows.length
      ? null
      : '还没有导出；用POST /api/v1/exports | There is no export yet: POST /api/v1/exports';
    return { rows, reason };
  });
  server.get('/exports/:id', { ...access, schema: getSchema }, async ({ params, reader }, reply) => {
    reply.header('cache-control', 'no-store');
    return shown(await jobOf(exports, params, reader));
  });
  server.post('/exports/:id/cancel', { ...access, schema: cancelSchema }, async ({ params, reader }) => {
    const { id } = await jobOf(exports, params, reader);
    const job = await served(exports).cancel(id);
    if (job?.state !== 'cancelled') throw overAlready(id, job?.state ?? 'done');
    return shown(job);
  });
  server.get('/exports/:id/file', { ...access, schema: fileSchema }, async (request, reply) => {
    const job = await jobOf(exports, request.params, request.reader);
    if (job.state !== 'done') throw notReady(job);
    sendFile(request as Request, reply as Reply, job, served(exports).fileOf(job));
    return reply;
  });
}

/** The question at the newest vintage of the moment, so that what is written later is what was asked for. */
async function wantedOf(
  database: Database,
  asked: SeriesParameters,
  format: ExportFormat,
  { account }: Reader,
): Promise<NewExport> {
  const query = await queryOf(database, asked);
  const releases = await visibleReleases(database, query.asOf);
  const months = monthsShown(query, releases);
  if (months.length === 0) throw nothingReleased(query, releases);
  const citation = citationOf(query, newestOf(releases));
  return {
    owner: account?.account_id ?? null,
    format,
    asked: { ...asked, asOf: citation.vintage },
    citation,
    file_name: `${fileName(query, { months })}.${format}`,
    rows: await countRows(database, query, releases),
  };
}

const placeOf = ({ id }: Pick<ExportJob, 'id'>) => `/api/v1/exports/${id}`;

function isOf(job: ExportJob, { account }: Reader): boolean {
  return job.owner === (account?.account_id ?? null);
}

/** Of another reader: as if it were not there. */
async function jobOf(exports: Exports | null, params: unknown, reader: Reader): Promise<ExportJob> {
  const { id } = params as { id: string };
  const job = await served(exports).find(id);
  if (job && isOf(job, reader)) return job;
  throw new Refusal(
    'not_found',
    {
      zh: '没有这次导出；文件到期后即删除，请重新导出',
      en: 'There is no such export: files are deleted when they expire, ask for it again',
    },
    { value: id },
  );
}

function shown({ asked, owner, ...job }: ExportJob) {
  const done = job.state === 'done';
  return {
    ...job,
    query: job.citation,
    progress: done ? 1 : Math.min(job.rows ? job.rows_written / job.rows : 0, 0.99),
    file: done ? `${placeOf(job)}/file` : null,
  };
}

function sendFile(request: Request, reply: Reply, job: ExportJob, path: string): void {
  const type = mediaTypes[job.format];
  // A part is of the file as it is: where one was asked for, nothing is packed.
  const plain = packedTypes.includes(type) || request.headers.range !== undefined;
  const encoding = plain ? 'identity' : encodingOf(request.headers['accept-encoding']);
  const tag = `"${job.sha256?.slice(0, 22)}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  reply.headers({
    etag: tag,
    vary: 'Accept-Encoding',
    'cache-control': 'private, max-age=86400, immutable',
    'x-total': String(job.rows),
    'x-truncated': 'false',
    'x-query-id': job.citation.id,
    'x-as-of': job.citation.vintage,
    link: `<${job.citation.permalink}>; rel="canonical", <${job.citation.pinned}>; rel="bookmark"`,
  });
  if (matches(request.headers['if-none-match'], tag)) {
    reply.code(304).send();
    return;
  }
  reply
    .type(job.format === 'csv' ? `${type}; charset=utf-8` : type)
    .header('content-disposition', `attachment; filename="${job.file_name}"`);
  const size = Number(job.bytes);
  const range = rangeOf(request, size, tag);
  if (describeRange(reply, range, size)) {
    reply.send('');
    return;
  }
  const { start, end } = range === null || range === 'outside' ? { start: 0, end: size - 1 } : range;
  const bytes = createReadStream(path, { start, end: Math.max(end, 0) });
  if (encoding === 'identity') reply.header('content-length', String(end - start + 1)).send(bytes);
  else {
    const packer =
      encoding === 'gzip'
        ? createGzip({ level: 1 })
        : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
    bytes.on('error', (error) => packer.destroy(error));
    packer.on('close', () => bytes.destroy());
    reply.header('content-encoding', encoding).send(bytes.pipe(packer));
  }
}

function notReady(job: ExportJob): Refusal {
  return new Refusal(
    'wrong_state',
    isOver(job)
      ? {
          zh: `该导出没有文件（${job.state}）：${job.problem ?? '已取消'}`,
          en: `The export has no file (${job.state}): ask for it again`,
        }
      : { zh: '文件还在生成，请稍后再取', en: 'The file is still being written: fetch it later' },
    { id: job.id, state: job.state, rows: job.rows, rows_written: job.rows_written },
  );
}

function overAlready(id: string, state: string): Refusal {
  return new Refusal(
    'wrong_state',
    { zh: `该导出已经结束（${state}）`, en: `The export is over already (${state})` },
    { id, state },
  );
}
