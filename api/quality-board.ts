import { causesOf, sourceStandings } from '../warehouse/quality-board.ts';
import { count, maybe, message } from './delivery-schema.ts';
import { periodOrRefuse } from './parameters.ts';
import { ruleClass } from './rules.ts';
import { listOf, maybeText, noParameters, orRefused, periodParameter, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const tags = ['quality'];

const cause = record({
  rule: Type.String(),
  class: ruleClass,
  column: maybeText(),
  count: count('条数 | Findings'),
  open: count('待核实 | Waiting for confirmation'),
  message,
  deliveries: Type.Array(
    record({
      delivery_id: Type.String(),
      uscc: Type.String(),
      count: count('条数 | Findings'),
      open: count('待核实 | Waiting for confirmation'),
    }),
    { description: '涉及的报送 | Deliveries concerned' },
  ),
});
const causesSchema = {
  operationId: 'listCauses',
  tags,
  summary: '某月各企业的疑点，按原因归组 | Findings of a month over all tenants, by cause',
  description:
    '只含现行和待处理的报送；已被替代、撤回、退回的不含。 | Of deliveries in force or waiting; not of those superseded, withdrawn or refused.',
  querystring: record({ period: periodParameter('统计期 | Month') }),
  response: {
    200: listOf(
      cause,
      {},
      {
        description: '原因 | Causes',
        examples: [
          {
            rows: [
              {
                rule: 'hs_chapter',
                class: 'must_fix',
                column: 'hs_code',
                count: 14,
                open: 0,
                message: {
                  zh: '商品编码“7700”的章不存在，请核对。',
                  en: 'HS code "7700" has no such chapter: check it.',
                },
                deliveries: [{ delivery_id: '4f1c…', uscc: '91330100MA27XL0K61', count: 14, open: 0 }],
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

const source = record({
  source_id: Type.String(),
  uscc: Type.String(),
  kind: Type.String(),
  due_day: Type.Integer({ description: '每月截止日 | Day of the month on which it is due' }),
  last_success: maybeText({ format: 'date-time', description: '最近一次成功 | Its last success' }),
  last_try: maybeText({ format: 'date-time', description: '最近一次尝试 | Its last try' }),
  failures: count('此后连续失败次数 | Failed tries since'),
  error: maybe(message, '最近一次失败的原因 | Why the last try failed'),
});
const sourcesSchema = {
  operationId: 'listSources',
  tags,
  summary: '报送源及其收取情况，失败的在前 | Sources and how their collection stands, those that fail first',
  querystring: noParameters,
  response: {
    200: listOf(
      source,
      {},
      {
        description: '报送源 | Sources',
        examples: [
          {
            rows: [
              {
                source_id: 'S001',
                uscc: '91330100MA27XL0K61',
                kind: 'inbox',
                due_day: 10,
                last_success: '2026-11-08T01:30:00.000Z',
                last_try: '2026-11-08T01:30:00.000Z',
                failures: 0,
                error: null,
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

export function qualityBoardRoutes(server: Server, { database }: Context): void {
  server.get(
    '/quality/causes',
    { config: { access: 'detail' }, schema: causesSchema },
    async ({ query, reader }) => {
      const period = periodOrRefuse('period', query.period);
      const rows = (await causesOf(database, period, reader.scope)).map((one) => ({
        ...one,
        deliveries: [...one.deliveries],
      }));
      return { rows, reason: rows.length ? null : '该月没有疑点 | Nothing was found in the month' };
    },
  );
  server.get('/sources', { config: { access: 'detail' }, schema: sourcesSchema }, async ({ reader }) => {
    const rows = await sourceStandings(database, reader.scope);
    return { rows, reason: rows.length ? null : '没有登记报送源 | No source is registered' };
  });
}
