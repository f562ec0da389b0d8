import { mediaTypes } from '../packing.ts';
import { instant, listOf, maybeText, noParameters, oneOf, orRefused, record, Type } from '../schema.ts';
import { seriesParameters } from '../series-query.ts';
import { exampleCitation, queryBlock, statusesBlock } from '../series-schema.ts';
import { exportFormats, exportLimits, exportStates } from './job.ts';

const id = '0b9f5f0e-6d7c-4a53-9f6c-2f2a3f1f7c11';

const idParameter = record({
  id: Type.String({ description: '导出 | Export', examples: [id] }),
});

const exportJob = record(
  {
    id: Type.String({ examples: [id] }),
    format: oneOf(exportFormats),
    file_name: Type.String({ examples: ['trade_value_level_2024-09_2026-10.csv'] }),
    state: oneOf(Object.keys(exportStates), {
      description: '状态：waiting排队 running生成中 done完成 failed失败 cancelled已取消 | State',
    }),
    rows: Type.Integer({
      description: '全部行数，生成前已数清 | Rows in all, counted before they are written',
    }),
    rows_written: Type.Integer({ description: '已写的行数 | Rows written so far' }),
    progress: Type.Number({ description: '进度，0至1 | Progress from 0 to 1' }),
    statuses: statusesBlock,
    bytes: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      description: '文件大小 | Size of the file',
    }),
    sha256: maybeText({ description: '文件的SHA-256 | SHA-256 of the file' }),
    asked_at: instant('提出的时刻 | When it was asked for'),
    finished_at: maybeText({ description: '结束的时刻 | When it was over' }),
    expires_at: maybeText({ description: '文件删除的时刻 | When the file is deleted' }),
    problem: maybeText({ description: '失败的原因 | Why it failed' }),
    file: maybeText({ description: '下载地址，完成后才有 | Where to fetch it, once it is done' }),
    query: queryBlock,
  },
  { description: '导出 | An export' },
);

const example = {
  id,
  format: 'csv',
  file_name: 'trade_value_level_2024-09_2026-10.csv',
  state: 'done',
  rows: 1_000_000,
  rows_written: 1_000_000,
  progress: 1,
  statuses: { p: 1_000_000 },
  bytes: 73_400_320,
  sha256: '9f2c41d07b5e8a639f2c41d07b5e8a639f2c41d07b5e8a639f2c41d07b5e8a63',
  asked_at: '2026-11-12T02:00:00.000Z',
  finished_at: '2026-11-12T02:00:09.000Z',
  expires_at: '2026-11-13T02:00:09.000Z',
  problem: null,
  file: `/api/v1/exports/${id}/file`,
  query: exampleCitation,
};
const answer = { ...exportJob, examples: [example] };

const tags = ['observations'];
const { format, limit, offset, bom, ...questions } = seriesParameters.properties;

const body = record(
  {
    query: record(questions, { description: '与/series相同的参数 | The parameters of /series' }),
    format: Type.Optional(
      oneOf(exportFormats, {
        description: '格式，不写为csv | Format, csv when not given',
        examples: ['parquet'],
      }),
    ),
  },
  {
    description: '所要的数据 | What is wanted',
    examples: [{ query: { indicator: 'trade_value', park: '*', partner: '*' }, format: 'parquet' }],
  },
);

export const createSchema = {
  operationId: 'createExport',
  tags,
  summary: '导出 | Export an answer as a file',
  description: `超过一次回答上限的查询作为文件导出，至多${exportLimits.rows}行；数据取提出时最新的版本，文件保留24小时。 | A question that is too large for one answer becomes a file of at most ${exportLimits.rows} rows, of the vintage that is newest when it is asked for, kept for 24 hours.`,
  querystring: noParameters,
  body,
  response: { 202: answer, ...orRefused(400, 404, 415) },
};

export const listSchema = {
  operationId: 'listExports',
  tags,
  summary: '自己的导出，最新在前 | One’s own exports, newest first',
  querystring: noParameters,
  response: {
    200: listOf(
      exportJob,
      {},
      { description: '导出 | Exports', examples: [{ rows: [example], reason: null }] },
    ),
    ...orRefused(400, 404),
  },
};

export const getSchema = {
  operationId: 'getExport',
  tags,
  summary: '一次导出的进度 | How far an export is',
  params: idParameter,
  querystring: noParameters,
  response: { 200: answer, ...orRefused(400, 404) },
};

export const cancelSchema = {
  operationId: 'cancelExport',
  tags,
  summary: '取消导出 | Cancel an export',
  params: idParameter,
  querystring: noParameters,
  body: record({}, { description: '空对象 | An empty object', examples: [{}] }),
  response: { 200: answer, ...orRefused(400, 404, 409, 415) },
};

const file = (description: string) => ({
  schema: Type.String({ format: 'binary', description }),
  example: '(binary)',
});

export const fileSchema = {
  operationId: 'fetchExport',
  tags,
  summary: '下载导出的文件 | The file of an export',
  params: idParameter,
  querystring: noParameters,
  response: {
    200: {
      description: '文件 | The file',
      content: Object.fromEntries(
        exportFormats.map((one) => [mediaTypes[one], file(`与/series的${one}相同 | As ${one} of /series`)]),
      ),
    },
    ...orRefused(400, 404, 409),
  },
};
