import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from '../warehouse/database.ts';
import { describeDeliveries, findings } from '../warehouse/deliveries.ts';
import { countFindings, findDeliveries, hasDelivery } from '../warehouse/delivery-list.ts';
import { periodOrRefuse } from './parameters.ts';
import {
  instant,
  listOf,
  maybeText,
  noParameters,
  oneOf,
  orRefused,
  pageOf,
  pageParameters,
  periodParameter,
  record,
  Type,
  whyEmpty,
} from './schema.ts';
import type { Context, Server } from './server.ts';

const states = ['in_force', 'superseded', 'needs_fixing', 'refused'] as const;
const count = (description: string) => Type.Integer({ minimum: 0, description });

const delivery = record(
  {
    id: Type.String(),
    sha256: Type.String(),
    file_name: Type.String(),
    uscc: Type.String(),
    source_id: maybeText(),
    periods: Type.Array(Type.String()),
    state: oneOf(states, {
      description:
        'in_force 现行 superseded 已被替代 needs_fixing 待改 refused 退回 | In force, superseded, without a usable row, refused as a whole',
    }),
    format: maybeText(),
    encoding: maybeText(),
    template: maybeText(),
    received_at: instant('收到时刻 | When it arrived'),
    rows_read: count('读入的行 | Rows read'),
    accepted: count('接受的行 | Rows accepted'),
    rejected: count('驳回的行 | Rows rejected'),
    set_aside: count('不计的行（合计行、重复行） | Rows set aside: totals, duplicates'),
    supersedes: maybeText({ description: '所替代的报送 | The delivery that it took over from' }),
    ignored_columns: Type.Array(Type.String()),
    refusal: Type.Unsafe<{ id: string; zh: string; en: string } | null>({
      anyOf: [
        record({ id: Type.String(), zh: Type.String(), en: Type.String() }),
        { type: 'null' },
      ] as unknown[],
      description: '整份退回的原因 | Why it was refused as a whole',
    }),
  },
  { description: '一份报送 | A delivery' },
);
const exampleDelivery = {
  id: '4f1c…',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  file_name: '2026-10.csv',
  uscc: '91330100MA27XL0K61',
  source_id: 'S001',
  periods: ['2026-10'],
  state: 'in_force',
  format: 'csv',
  encoding: 'gb18030',
  template: 'line',
  received_at: '2026-11-08T01:30:00.000Z',
  rows_read: 120,
  accepted: 117,
  rejected: 2,
  set_aside: 1,
  supersedes: null,
  ignored_columns: [],
  refusal: null,
};

const finding = record({
  row: Type.Integer({ description: '文件中的行号 | Row of the file' }),
  outcome: Type.String({ description: 'rejected 驳回 set_aside 不计 | rejected or set aside' }),
  rule: Type.String(),
  column: maybeText(),
  value: maybeText(),
  message: record({ zh: Type.String(), en: Type.String() }),
});
const exampleFinding = {
  row: 17,
  outcome: 'rejected',
  rule: 'hs_chapter',
  column: 'hs_code',
  value: '7700',
  message: {
    zh: '商品编码“7700”的章不存在，请核对。',
    en: 'HS code "7700" has no such chapter: check it.',
  },
};

const total = count('总行数 | Rows in all');
const idParameter = record({
  id: Type.String({ description: '报送 | Delivery', examples: ['4f1c…'] }),
});
const tags = ['deliveries'];

export function deliveryRoutes(server: Server, { database }: Context): void {
  server.get(
    '/deliveries',
    {
      schema: {
        operationId: 'listDeliveries',
        tags,
        summary: '报送，最近的在前 | Deliveries, the latest first',
        description:
          '没有可用行的报送归入其申报月，未申报的归入收到月的上月。 | A delivery without a usable row belongs to the month it was declared for, else to the month before it arrived.',
        querystring: record({
          uscc: Type.Optional(
            Type.String({
              pattern: '^[0-9A-Z]{18}$',
              description: '18位统一社会信用代码 | USCC of 18 characters',
              examples: ['91330100MA27XL0K61'],
            }),
          ),
          period: Type.Optional(periodParameter('统计期 | Month')),
          state: Type.Optional(oneOf(states, { description: '状态 | State', examples: ['needs_fixing'] })),
          ...pageParameters,
        }),
        response: {
          200: listOf(
            delivery,
            { total },
            {
              description: '报送 | Deliveries',
              examples: [{ total: 1, rows: [exampleDelivery], reason: null }],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async ({ query }) => {
      const { limit, offset } = pageOf(query);
      const period = query.period === undefined ? undefined : periodOrRefuse('period', query.period);
      const found = await findDeliveries(database, { ...query, period }, limit, offset);
      const described = new Map((await describeDeliveries(database, found.ids)).map((one) => [one.id, one]));
      const rows = found.ids.map((id) => described.get(id)).filter((one) => one !== undefined);
      return {
        total: found.total,
        rows,
        reason: whyEmpty(rows, found.total, '没有符合条件的报送 | No delivery fits'),
      };
    },
  );

  server.get(
    '/deliveries/:id',
    {
      schema: {
        operationId: 'getDelivery',
        tags,
        summary: '一份报送 | A delivery',
        params: idParameter,
        querystring: noParameters,
        response: {
          200: { ...delivery, examples: [exampleDelivery] },
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { id } }) => {
      await refuseUnknown(database, id);
      const [found] = await describeDeliveries(database, [id]);
      return found as NonNullable<typeof found>;
    },
  );

  server.get(
    '/deliveries/:id/findings',
    {
      schema: {
        operationId: 'listFindings',
        tags,
        summary: '被驳回和不计的行 | Rows rejected or set aside, in file order',
        params: idParameter,
        querystring: record(pageParameters),
        response: {
          200: listOf(
            finding,
            { total },
            {
              description: '疑点 | Findings',
              examples: [{ total: 1, rows: [exampleFinding], reason: null }],
            },
          ),
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { id }, query }) => {
      await refuseUnknown(database, id);
      const { limit, offset } = pageOf(query);
      const rows = await findings(database, id, limit, offset);
      const all = await countFindings(database, id);
      const [delivery] = await describeDeliveries(database, [id]);
      const nothing = delivery?.refusal
        ? `整份拒收：${delivery.refusal.zh} | Refused as a whole: ${delivery.refusal.en}`
        : '每一行都已接受 | Every row was accepted';
      return { total: all, rows, reason: whyEmpty(rows, all, nothing) };
    },
  );
}

async function refuseUnknown(database: Database, id: string): Promise<void> {
  if (await hasDelivery(database, id)) return;
  throw new Refusal(
    'not_found',
    { zh: '没有这份报送，见/api/v1/deliveries', en: 'There is no such delivery, see /api/v1/deliveries' },
    { value: id },
  );
}
