import { impactActions } from './collection.ts';
import { count, deliveryDetails, exampleDetails, idParameter, maybe, message } from './delivery-schema.ts';
import {
  cellCodes,
  listOf,
  maybeDecimal,
  maybeText,
  noParameters,
  oneOf,
  orRefused,
  pageParameters,
  record,
  Type,
} from './schema.ts';

const tags = ['deliveries'];
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const workbookAnswer = {
  200: {
    description: '工作簿 | A workbook',
    content: { [xlsx]: { schema: Type.String({ description: 'XLSX' }), example: 'PK…' } },
  },
  ...orRefused(400, 404, 409),
};

export const handInSchema = {
  operationId: 'handIn',
  tags,
  summary: '报送一个文件 | Hand in a file',
  description:
    'multipart/form-data：file为文件；tenant（18位统一社会信用代码，内容自明时可不填）和period（如2026-10，可不填）写在file之前。相同的字节再次报送仍是同一份报送，回答200。 | multipart/form-data: `file`, and before it `tenant` (USCC; not needed when the content tells) and `period` (like 2026-10; optional). The same bytes again are the same delivery, answered by 200.',
  consumes: ['multipart/form-data'],
  body: Type.Object({
    tenant: Type.Optional(
      Type.String({ description: '18位统一社会信用代码 | USCC', examples: ['91330100MA27XL0K61'] }),
    ),
    period: Type.Optional(Type.String({ description: '统计期 | Month', examples: ['2026-10'] })),
    file: Type.String({ format: 'binary', description: '文件 | The file' }),
  }),
  response: {
    200: { ...deliveryDetails, description: '以前已报送 | Delivered before', examples: [exampleDetails] },
    201: { ...deliveryDetails, description: '新报送 | A new delivery', examples: [exampleDetails] },
    ...orRefused(400, 403, 404, 409, 413, 415),
  },
};

const rowChange = record({
  change: oneOf(['added', 'removed', 'changed'], {
    description: '新增、删除、修改 | What became of the row',
  }),
  mode: Type.String(),
  flow: Type.String(),
  period: Type.String(),
  declaration_no: Type.String(),
  line_no: Type.Integer(),
  columns: Type.Array(record({ column: Type.String(), from: maybeText(), to: maybeText() }), {
    description: '修改的行：各列前后的值 | Of a changed row, what differs',
  }),
});
export const changesSchema = {
  operationId: 'listDeliveryChanges',
  tags,
  summary: '与上一版相比新增、删除、修改的行 | Rows added, removed and changed against the version before',
  params: idParameter,
  querystring: record(pageParameters),
  response: {
    200: listOf(
      rowChange,
      {
        previous: maybeText({ description: '上一版 | The version before; null for the first' }),
        counts: record({
          added: count('新增 | Added'),
          removed: count('删除 | Removed'),
          changed: count('修改 | Changed'),
          same: count('未变 | Unchanged'),
        }),
        total: count('总行数 | Rows in all'),
      },
      {
        description: '变化的行 | Rows that differ',
        examples: [
          {
            previous: '77ab…',
            counts: { added: 0, removed: 0, changed: 1, same: 116 },
            total: 1,
            rows: [
              {
                change: 'changed',
                mode: '9710',
                flow: 'export',
                period: '2026-10',
                declaration_no: '080120260000000001',
                line_no: 1,
                columns: [{ column: 'amount', from: '1200', to: '120' }],
              },
            ],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400, 404, 409),
  },
};

const cell = {
  indicator: Type.String(),
  ...cellCodes,
  period: Type.String(),
  from: maybeDecimal('481200000.00', '之前的值 | The value before'),
  to: maybeDecimal('477100000.00', '之后的值 | The value after'),
};
const exampleCell = {
  indicator: 'trade_value',
  park: '_T',
  mode: '9710',
  flow: 'export',
  partner: '_T',
  chapter: '_T',
  section: '_T',
  district: '_T',
  transport: '_T',
  kind: '_T',
  period: '2026-10',
  from: '481200000.00',
  to: '477100000.00',
};
const month = record({
  period: Type.String(),
  release: maybeText({ description: '该月现行发布 | Its current release; null without one' }),
  moved: count('变动的单元 | Cells that would move'),
  blocked: maybe(message, '届时不能发布的原因 | Why the month could not be published then'),
});
export const impactSchema = {
  operationId: 'readImpact',
  tags,
  summary:
    '接受（或撤回、恢复）这份报送会改变什么 | What accepting (or withdrawing, or reinstating) the delivery would change',
  params: idParameter,
  querystring: record({
    action: Type.Optional(
      oneOf(impactActions, {
        description: '不写为accept | accept when not given',
        examples: ['accept'],
      }),
    ),
    limit: pageParameters.limit,
  }),
  response: {
    200: record(
      {
        action: oneOf(impactActions),
        months: Type.Array(month),
        moved: count('变动的单元总数；cells只列影响最大的 | Cells that move in all; `cells` are the largest'),
        cells: Type.Array(
          record({
            ...cell,
            delta: maybeDecimal('-4100000.00', '之后减之前 | After less before'),
            change: maybeDecimal('-0.008520', '相对之前的比率 | As a ratio of the value before'),
          }),
        ),
        flips: Type.Array(record({ ...cell, transform: oneOf(['mom', 'yoy']) }), {
          description: '由增转降或由降转增的环比、同比 | Growth that turns',
        }),
        releases: Type.Array(Type.String(), { description: '涉及的发布 | Releases touched' }),
        sentences: Type.Array(message),
      },
      {
        description: '影响 | The effect',
        examples: [
          {
            action: 'accept',
            months: [{ period: '2026-10', release: '2026-10.1', moved: 42, blocked: null }],
            moved: 42,
            cells: [{ ...exampleCell, delta: '-4100000.00', change: '-0.008520' }],
            flips: [{ ...exampleCell, transform: 'yoy', from: '0.004100', to: '-0.004300' }],
            releases: ['2026-10.1'],
            sentences: [
              {
                zh: '9710 出口 2026-10 全市由4.812亿元变为4.771亿元（-0.85 %）',
                en: '9710 export 2026-10, city: from CNY 481.20 million to 477.10 million (-0.85 %)',
              },
            ],
          },
        ],
      },
    ),
    ...orRefused(400, 404, 409),
  },
};

export const annotatedSchema = {
  operationId: 'readAnnotated',
  tags,
  summary: '标出问题单元格的原表 | The own sheet with the faulty cells marked',
  params: idParameter,
  querystring: noParameters,
  response: workbookAnswer,
};
export const templateSchema = {
  operationId: 'readTemplate',
  tags,
  summary: '空白模板 | An empty template',
  params: record({
    id: oneOf(['line', 'b2b_export', 'event'], {
      description: 'line 行模板 b2b_export 9710/9810出口 event 退货和撤单 | Which template',
      examples: ['line'],
    }),
  }),
  querystring: noParameters,
  response: workbookAnswer,
};
