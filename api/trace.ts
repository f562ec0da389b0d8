import { type Dimension, dimensions, indicatorIds } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Scope } from '../catalogue/roles.ts';
import { statuses } from '../catalogue/status.ts';
import { listParks } from '../warehouse/registry.ts';
import { refuseUnknown } from './deliveries.ts';
import { count, idParameter, maybe, message } from './delivery-schema.ts';
import { served } from './delivery-work.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { parameterClash } from './refusals.ts';
import { ruleClass } from './rules.ts';
import {
  cellCodes,
  listOf,
  maybeDecimal,
  maybeText,
  oneOf,
  orRefused,
  pageOf,
  pageParameters,
  record,
  type Static,
  Type,
  whyEmpty,
} from './schema.ts';
import { parseSeriesQuery } from './series-query.ts';
import type { Context, Server } from './server.ts';
import type { Fed, Trace, TraceDelivery, TraceQuery, TraceRow, Tracing } from './tracing.ts';

const tags = ['trace'];

const one = (description: string, example: string) =>
  Type.Optional(Type.String({ maxLength: 40, description, examples: [example] }));

const parameters = record({
  indicator: oneOf(indicatorIds, { description: '指标 | Indicator', examples: ['trade_value'] }),
  period: Type.String({ description: '统计期 | Month', examples: ['2026-10'] }),
  ...(Object.fromEntries(
    dimensions.map((dimension) => [
      dimension,
      one(`${dimension}：一个代码，不写为_T | One code; _T when not given`, total),
    ]),
  ) as Record<Dimension, ReturnType<typeof one>>),
  release: one('发布，不写为该月现行的 | Release; the current one of the month when not given', '2026-10.1'),
  asOf: one('当时现行的发布 | The release that was current then', '2026-11-12'),
  ...pageParameters,
});

const decimal = Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' });
const delivery = record({
  delivery_id: Type.String(),
  uscc: Type.String(),
  name_zh: Type.String(),
  file_name: Type.String(),
  sha256: Type.String(),
  received_at: Type.String(),
  state: Type.String({ description: '现处的状态 | Where it stands today' }),
  mode: Type.String(),
  flow: Type.String(),
  lines: count('申报行 | Lines'),
  cny: decimal,
  usd: decimal,
});
const exampleDelivery: TraceDelivery = {
  delivery_id: '4f1c…',
  uscc: '91210100MA0QF4XK1A',
  name_zh: '示例电商有限公司',
  file_name: '2026年10月.xlsx',
  sha256: '9f86…',
  received_at: '2026-11-05T02:00:00.000Z',
  state: 'in_force',
  mode: '9610',
  flow: 'export',
  lines: 1,
  cny: '712.50',
  usd: '100.00',
};

const finding = record({
  rule: Type.String(),
  class: ruleClass,
  column: maybeText(),
  value: maybeText(),
  message,
  confirmed: maybe(
    record({ by: Type.String(), reason: message, at: Type.String() }),
    '何人、何时、为何确认 | Who confirmed it, when and why',
  ),
});

const row = record({
  delivery_id: Type.String(),
  file_name: Type.String(),
  part: maybeText({ description: '工作表、压缩包内文件或报文 | Sheet, archive member or message' }),
  row: Type.Integer({ description: '文件中的行号，表头为1 | Row of the file, the header is 1' }),
  uscc: Type.String(),
  mode: Type.String(),
  flow: Type.String(),
  park: maybeText(),
  partner: Type.String(),
  chapter: Type.String(),
  district: Type.String(),
  transport: Type.String(),
  declaration_no: Type.String(),
  line_no: Type.Integer(),
  declared_on: Type.String(),
  released_on: Type.String(),
  hs_code: Type.String(),
  goods_name: Type.String(),
  quantity: decimal,
  unit: Type.String(),
  currency: Type.String(),
  amount: decimal,
  cny_per_100: maybeDecimal(
    '712.5',
    '申报月汇率，每100外币合人民币 | Yuan for 100 units, month of declaration',
  ),
  cny: maybeDecimal('712.50', '折人民币，元 | In yuan'),
  findings: Type.Array(finding),
});
const exampleRow: Static<typeof row> = {
  delivery_id: '4f1c…',
  file_name: '2026年10月.xlsx',
  part: '明细',
  row: 17,
  uscc: '91210100MA0QF4XK1A',
  mode: '9610',
  flow: 'export',
  park: 'P01',
  partner: 'USA',
  chapter: '61',
  district: '0801',
  transport: '5',
  declaration_no: '080120260000000001',
  line_no: 1,
  declared_on: '2026-10-03',
  released_on: '2026-10-04',
  hs_code: '6109100010',
  goods_name: '棉制针织T恤衫',
  quantity: '10.00000',
  unit: '011',
  currency: 'USD',
  amount: '100.00000',
  cny_per_100: '712.5',
  cny: '712.50',
  findings: [],
};

const event = record({
  delivery_id: Type.String(),
  file_name: Type.String(),
  part: maybeText(),
  row: Type.Integer(),
  kind: oneOf(['return', 'cancellation'], { description: '退货或撤单 | What it is' }),
  mode: Type.String(),
  flow: Type.String(),
  park: maybeText(),
  uscc: Type.String(),
  original_period: maybeText({ description: '原申报行的统计期 | Month of the line that it is about' }),
  declaration_no: Type.String(),
  line_no: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
  event_on: Type.String(),
  state: Type.String({ description: '是否计入，否则为何 | Whether it counts, or why not' }),
  cny: maybeDecimal('35.60', '冲减的货值，元 | What it takes off, in yuan'),
});

const answer = {
  indicator: Type.String(),
  cell: record(cellCodes),
  period: Type.String(),
  release: Type.String(),
  value: maybeDecimal('712.50', '发布的值 | The published value'),
  status: oneOf(Object.keys(statuses)),
  formula: record({
    zh: Type.String(),
    en: Type.String(),
    model: Type.String(),
    sql: Type.Array(record({ name: Type.String(), sql: Type.String() })),
  }),
  partitions: Type.Array(record({ id: Type.String(), fingerprint: Type.String() })),
  deliveries: Type.Array(delivery),
  sum: record({
    deliveries: count('报送 | Deliveries'),
    lines: count('申报行 | Lines'),
    cny: decimal,
    usd: decimal,
  }),
  adds_up: Type.Unsafe<boolean | null>({
    type: ['boolean', 'null'],
    description:
      '申报行之和是否等于发布值；非求和指标为null | Whether the lines sum to the value; null where it is no sum of lines',
  }),
  total: count('申报行总数 | Lines in all'),
  events: Type.Array(event, {
    description: '退货、撤单类指标所计的事件 | Returns and cancellations behind an indicator of them',
  }),
};

const example = {
  indicator: 'trade_value',
  cell: Object.fromEntries(dimensions.map((dimension) => [dimension, total])) as Record<Dimension, string>,
  period: '2026-10',
  release: '2026-10.1',
  value: '712.50',
  status: 'p' as const,
  formula: { zh: '货值…', en: 'Value…', model: 'indicators.trade_value', sql: [] },
  partitions: [{ id: '9610-export-2026-10', fingerprint: '0a1b2c3d4e5f60718293' }],
  deliveries: [exampleDelivery],
  sum: { deliveries: 1, lines: 1, cny: '712.50', usd: '100.00' },
  adds_up: true,
  total: 1,
  rows: [exampleRow],
  events: [],
  reason: null,
};

const traceSchema = {
  operationId: 'traceCell',
  tags,
  summary: '一个数从哪来：公式、分区、报送、行 | Where a number comes from',
  description:
    '某次发布的一个单元：公式与模型、所读分区、按金额排序的报送、原文件中的行（含疑点与确认），逐页给出。 | A cell of a release: formula and models, partitions, deliveries by value, rows of the files with findings and confirmations, by page.',
  querystring: parameters,
  response: {
    200: listOf(row, answer, { description: '溯源 | The trace', examples: [example] }),
    ...orRefused(400, 404),
  },
};

const fed = record({
  indicator: Type.String(),
  ...cellCodes,
  period: Type.String(),
  release: Type.String(),
  value: maybeDecimal('712.50'),
  status: oneOf(Object.keys(statuses)),
});
const fedSchema = {
  operationId: 'listFedCells',
  tags,
  summary: '一份报送进了哪些数 | Every cell that a delivery feeds',
  params: idParameter,
  querystring: record(pageParameters),
  response: {
    200: listOf(
      fed,
      {
        total: count('单元总数 | Cells in all'),
        releases: Type.Array(
          record({
            id: Type.String(),
            period: Type.String(),
            current: Type.Boolean({ description: '是否该月现行发布 | Whether it is the current one' }),
          }),
        ),
      },
      {
        description: '单元 | Cells',
        examples: [
          {
            total: 1,
            releases: [{ id: '2026-10.1', period: '2026-10', current: true }],
            rows: [
              {
                indicator: 'trade_value',
                ...example.cell,
                period: '2026-10',
                release: '2026-10.1',
                value: '712.50',
                status: 'p' as const,
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

/** Both ways between a number and its rows. */
export function traceRoutes(server: Server, { database }: Context, tracing: Tracing | null): void {
  server.get(
    '/trace',
    { config: { access: 'published_detail' }, schema: traceSchema },
    async ({ query, reader }) => {
      const parks = (await listParks(database)).map(({ park_id }) => park_id);
      const found: Trace = await served(tracing).trace(
        traceQueryOf(query as Static<typeof parameters>, parks, reader.scope),
      );
      const reason = whyEmpty(
        found.rows,
        found.total,
        '没有申报行属于这个单元 | No line belongs to this cell',
      );
      return answered(found, reason);
    },
  );
  server.get(
    '/deliveries/:id/cells',
    { config: { access: 'detail' }, schema: fedSchema },
    async ({ params: { id }, query, reader }) => {
      await refuseUnknown(database, id, reader.scope);
      const found: Fed = await served(tracing).fed(id, pageOf(query));
      const none = '没有一次发布计入这份报送 | No release counts this delivery';
      return {
        total: found.total,
        releases: [...found.releases],
        rows: [...found.rows],
        reason: whyEmpty(found.rows, found.total, none),
      };
    },
  );
}

function answered({ reason: _, ...found }: Trace, reason: string | null) {
  return {
    ...found,
    formula: { ...found.formula, sql: [...found.formula.sql] },
    partitions: [...found.partitions],
    deliveries: [...found.deliveries],
    events: found.events.map((one) => ({ ...one, kind: one.kind as 'return' })),
    rows: found.rows.map((line: TraceRow) => ({ ...line, findings: [...line.findings] })),
    reason,
  };
}

/** The question behind the parameters; what cannot be asked is refused by name. */
export function traceQueryOf(
  asked: Static<typeof parameters>,
  parks: readonly string[],
  scope: Scope = 'all',
): TraceQuery {
  const { indicator, period, release, asOf, limit: _limit, offset: _offset, ...codes } = asked;
  if (release !== undefined && asOf !== undefined)
    throw parameterClash('asOf', asOf, {
      zh: 'asOf不能与release同时使用',
      en: '`asOf` cannot be given with `release`',
    });
  const { select } = parseSeriesQuery({ indicator, ...codes }, parks);
  const cell = dimensions.map((dimension) => {
    const chosen = select[dimension] ?? [total];
    if (chosen === '*' || chosen.length !== 1)
      throw parameterClash(dimension, asked[dimension] ?? '', {
        zh: '溯源的是一个单元，每个分组只写一个代码',
        en: 'one cell is traced: give one code for each dimension',
      });
    return [dimension, chosen[0]];
  });
  return {
    indicator,
    cell: Object.fromEntries(cell) as Record<Dimension, string>,
    period: periodOrRefuse('period', period),
    release: release ?? null,
    asOf: asOf === undefined ? null : instantOrRefuse('asOf', asOf),
    scope,
    ...pageOf(asked),
  };
}
