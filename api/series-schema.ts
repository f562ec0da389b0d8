import { alwaysTold, dimensions } from '../catalogue/indicators.ts';
import { markIds } from '../catalogue/marks.ts';
import { statuses } from '../catalogue/status.ts';
import { noteSchema } from './notes.ts';
import { mediaTypes } from './packing.ts';
import { instant, maybeDecimal, maybeText, oneOf, orRefused, record, Type, vintageAsked } from './schema.ts';
import { seriesParameters } from './series-query.ts';

const examplePath = '/api/v1/series?indicator=trade_value&mode=9610&flow=export&from=2026-10&to=2026-10';

const code = (description: string, example: string) => Type.String({ description, examples: [example] });

const toldWhereNamed = Object.fromEntries(
  dimensions
    .filter((dimension) => !(alwaysTold as readonly string[]).includes(dimension))
    .map((dimension) => [
      dimension,
      Type.Optional(
        Type.String({ description: '只在查询写明该分组时有 | Only where the query names the dimension' }),
      ),
    ]),
);

const told = {
  park: code('园区 | Park', '_T'),
  mode: code('监管方式 | Customs mode', '9610'),
  flow: code('进出口 | Flow', 'export'),
  partner: code('伙伴国家（地区） | Partner', '_T'),
  chapter: code('HS章 | HS chapter', '_T'),
  ...toldWhereNamed,
  period: code('统计期 | Month', '2026-10'),
};

export const markList = Type.Array(oneOf(markIds), {
  description:
    '比较时须注意的事项，不改变值：SPRING_FESTIVAL 春节错月, LOW_COVERAGE 本期或基期覆盖率低于80%, UNEQUAL_COVERAGE 两期覆盖率相差1个百分点及以上, ESTIMATED 含估算, SCOPE_CHANGE 统计范围不同 | What to mind when comparing; a mark never changes a value',
  examples: [['SPRING_FESTIVAL']],
});

const row = record({
  indicator: code('指标 | Indicator', 'trade_value'),
  ...told,
  value: maybeDecimal('12345678.90', '值，十进制文本 | Value as decimal text; null with a reason'),
  status: oneOf(Object.keys(statuses) as (keyof typeof statuses)[], {
    description: '状态 | Status: p r f e c x z',
    examples: ['p'],
  }),
  reason: maybeText({ description: '无值的原因 | Why there is no value', examples: ['BASE_ZERO'] }),
  coverage: maybeDecimal('0.975000', '已报企业占应报企业的比率 | Tenants that reported over tenants due'),
  release: maybeText({
    description: '该月数据的发布 | Release of the month; null where it has none',
    examples: ['2026-10.1'],
  }),
});

export const queryBlock = record(
  {
    id: code(
      '查询编号：规范查询文本的SHA-256前16位 | Query hash: the first 16 digits of the SHA-256 of its canonical text',
      '9f2c41d07b5e8a63',
    ),
    permalink: code(
      '查询的固定写法，回答随新发布更新 | Canonical address of the question; what is newest answers it',
      examplePath,
    ),
    pinned: code(
      '引用用地址：总是给出同样的数 | Address to cite: it gives the same numbers for ever',
      `${examplePath}&asOf=2026-11-12T02:00:00.000Z`,
    ),
    vintage: instant('本次回答的版本时刻 | The instant of the vintage that answered'),
    cite: record({
      zh: code('引用文字', '园区统计parkstat：进出口额，…'),
      en: code('Text to cite', 'parkstat: Trade value, …'),
    }),
  },
  { description: '查询本身 | The question' },
);

export const statusesBlock = Type.Record(Type.String({ pattern: '^[a-z]$' }), Type.Integer(), {
  description: '全部行的状态计数 | Rows in all by status',
  examples: [{ p: 1 }],
});

export const exampleCitation = {
  id: '9f2c41d07b5e8a63',
  permalink: examplePath,
  pinned: `${examplePath}&asOf=2026-11-12T02:00:00.000Z`,
  vintage: '2026-11-12T02:00:00.000Z',
  cite: { zh: '园区统计parkstat：进出口额，…', en: 'parkstat: Trade value, …' },
};

const answer = record({
  indicator: code('指标 | Indicator', 'trade_value'),
  transform: code('变换 | Transform', 'level'),
  unit: code('值的单位 | Unit of the values', 'CNY'),
  decimals: Type.Integer({ description: '小数位 | Decimals of the values', examples: [2] }),
  as_of: vintageAsked,
  releases: Type.Array(Type.String(), {
    description: '所读各月（含基期）的发布 | Releases of the months read, base months included',
    examples: [['2026-10.1']],
  }),
  query: queryBlock,
  total: Type.Integer({
    description: '全部行数，含不在本页的 | Rows in all, those of other pages included',
    examples: [1],
  }),
  statuses: statusesBlock,
  next: maybeText({
    description: '下一页地址 | Address of the next page; null on the last',
    examples: [`${examplePath}&limit=100&offset=100`],
  }),
  rows: Type.Array(row),
  marks: Type.Array(record({ ...told, marks: markList }), {
    description: '有标记的行（仅JSON） | The rows that have marks; in JSON only',
  }),
  notes: Type.Array(noteSchema, {
    description: '当时有效的有关说明（仅JSON） | Notes on what is asked for, at that vintage; in JSON only',
  }),
});

const exampleRow = {
  indicator: 'trade_value',
  park: '_T',
  mode: '9610',
  flow: 'export',
  partner: '_T',
  chapter: '_T',
  period: '2026-10',
  value: '12345678.90',
  status: 'p',
  reason: null,
  coverage: '0.975000',
  release: '2026-10.1',
} as const;
const exampleAnswer = {
  indicator: 'trade_value',
  transform: 'level',
  unit: 'CNY',
  decimals: 2,
  as_of: null,
  releases: ['2026-10.1'],
  query: exampleCitation,
  total: 1,
  statuses: { p: 1 },
  next: null,
  rows: [exampleRow],
  marks: [],
  notes: [],
};

export const seriesSchema = {
  operationId: 'readSeries',
  tags: ['observations'],
  summary: '观测值序列 | Observations of an indicator',
  description:
    '每个单元每月一行，按代码和月份排序；同一次回答只来自一个版本。没有值时value为null并给出reason，从不省略所问的行。 | One row per cell and month, in order of codes and months, of one vintage. Where there is no value, value is null with a reason: rows asked for are never left out.',
  querystring: seriesParameters,
  response: {
    200: {
      description: '序列 | The series',
      content: {
        [mediaTypes.json]: { schema: answer, example: exampleAnswer },
        [mediaTypes.csv]: {
          schema: Type.String({ description: 'RFC 4180, UTF-8; empty = null' }),
          example: `${Object.keys(exampleRow).join(',')}\r\n${Object.values(exampleRow).join(',')}\r\n`,
        },
        [mediaTypes.arrow]: {
          schema: Type.String({
            format: 'binary',
            description:
              'Arrow IPC stream: codes dictionary<utf8>, value decimal128(38, decimals), coverage decimal128(38, 6)',
          }),
          example: '(binary)',
        },
        [mediaTypes.parquet]: {
          schema: Type.String({
            format: 'binary',
            description:
              'Parquet: codes and period as text, value decimal(38, decimals), coverage decimal(38, 6)',
          }),
          example: '(binary)',
        },
        [mediaTypes.xlsx]: {
          schema: Type.String({
            format: 'binary',
            description:
              '工作簿：封面、数据、说明三表；代码为文本 | Workbook: cover, data and notes; codes are text',
          }),
          example: '(binary)',
        },
      },
    },
    ...orRefused(400, 404),
  },
};
