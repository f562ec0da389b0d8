import { Refusal } from '../catalogue/refusal.ts';
import { snapshot } from '../warehouse/database.ts';
import { readParkTenants } from '../warehouse/park-tenants.ts';
import { listParks } from '../warehouse/registry.ts';
import { nearest } from './nearest.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { listOf, maybeDecimal, maybeText, orRefused, periodParameter, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const maybeTrue = (description: string) =>
  Type.Unsafe<boolean | null>({ type: ['boolean', 'null'], description, examples: [false] });

const row = record({
  uscc: Type.String({ description: '统一社会信用代码 | USCC', examples: ['91330100MA27XL0K61'] }),
  name_zh: Type.String(),
  kind: Type.String({
    description: '登记的企业类型 | Kind of tenant in the registry',
    examples: ['电商企业'],
  }),
  due: Type.Boolean({ description: '该月应报 | Due for the month' }),
  received: Type.Boolean({ description: '发布时已报 | Had reported when the month was released' }),
  on_time: maybeTrue('按时首报；不应报或没有截止日为null | First report in time; null where not due'),
  active: Type.Boolean({ description: '该月有实绩 | Has lines in the month' }),
  is_new: maybeTrue('新增：此前12个月均无实绩；以前各月不全为null | In none of the twelve months before'),
  is_leaving: maybeTrue('退出：最近一次有实绩恰在12个月前 | Last active exactly twelve months before'),
  value: maybeDecimal('1234567.89', '当月进出口额，元，不含估算 | Trade value in CNY, without estimates'),
});

const example = {
  uscc: '91330100MA27XL0K61',
  name_zh: '某某家居用品有限公司',
  kind: '电商企业',
  due: true,
  received: true,
  on_time: true,
  active: true,
  is_new: false,
  is_leaving: false,
  value: '1234567.89',
};

const schema = {
  operationId: 'listParkTenants',
  tags: ['catalogue'],
  summary: '园区某月的入驻企业 | The tenants of a park in a month',
  description:
    '发布时的应报、实绩、新增和退出企业，限于所登录账户可见的企业；只看数目请用series的active_tenants、new_tenants、leaving_tenants。 | Who was due, active, new and leaving when the month was released, as far as your account reaches. For counts alone, ask series for active_tenants, new_tenants and leaving_tenants.',
  params: record({ id: Type.String({ description: '园区 | Park', examples: ['P01'] }) }),
  querystring: record({
    period: periodParameter('统计期 | Month'),
    asOf: Type.Optional(Type.String({ description: '版本时刻 | The vintage', examples: ['2026-11-12'] })),
  }),
  response: {
    200: listOf(
      row,
      { park: Type.String(), period: Type.String(), release: maybeText({ examples: ['2026-10.1'] }) },
      {
        description: '企业，按名称排列 | Tenants by name',
        examples: [{ park: 'P01', period: '2026-10', release: '2026-10.1', rows: [example], reason: null }],
      },
    ),
    ...orRefused(400, 403, 404),
  },
};

/** Names of tenants: told by scope; the numbers alone are published. */
export function parkTenantRoutes(server: Server, { database }: Context): void {
  server.get(
    '/parks/:id/tenants',
    { config: { access: 'detail' }, schema },
    async ({ params: { id }, query, reader }) => {
      const period = periodOrRefuse('period', query.period);
      const asOf = query.asOf === undefined ? null : instantOrRefuse('asOf', query.asOf);
      const { release, rows } = await snapshot(database, async (frozen) => {
        const known = (await listParks(frozen)).map(({ park_id }) => park_id);
        if (!known.includes(id)) throw noSuchPark(id, known);
        return readParkTenants(frozen, { park: id, period, asOf }, reader.scope);
      });
      const reason = release
        ? '没有您的账户可见的企业 | No tenant that your account may see'
        : `${period}还没有发布 | ${period} is not released yet`;
      return { park: id, period, release, rows, reason: rows.length ? null : reason };
    },
  );
}

function noSuchPark(id: string, known: readonly string[]): Refusal {
  return new Refusal(
    'not_found',
    { zh: '没有这个园区，见/api/v1/parks', en: 'There is no such park, see /api/v1/parks' },
    { value: id, nearest: nearest(id, known) },
  );
}
