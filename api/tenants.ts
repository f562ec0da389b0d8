import { Refusal } from '../catalogue/refusal.ts';
import { isTold } from '../warehouse/scope.ts';
import { namedTenants, tenantMonths } from '../warehouse/tenant-months.ts';
import { listOf, maybeDecimal, noParameters, orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const tags = ['catalogue'];
const uscc = Type.String({ description: '统一社会信用代码 | USCC', examples: ['91330100MA27XL0K61'] });

const tenant = record({
  uscc,
  name_zh: Type.String(),
  parks: Type.Array(Type.String(), { description: '现在或曾在的园区 | Parks that it is or was in' }),
});
const listSchema = {
  operationId: 'listTenants',
  tags,
  summary: '入驻企业 | Tenants',
  querystring: noParameters,
  response: {
    200: listOf(
      tenant,
      {},
      {
        description: '登记的企业 | Tenants of the registry',
        examples: [
          {
            rows: [{ uscc: '91330100MA27XL0K61', name_zh: '某某家居用品有限公司', parks: ['P01'] }],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400),
  },
};

const month = record({
  period: Type.String(),
  release: Type.String({ description: '出自的发布 | The release that has it' }),
  value: maybeDecimal('1234567.89', '进出口额（元） | Trade value in CNY'),
});
const monthsSchema = {
  operationId: 'listTenantMonths',
  tags,
  summary: '企业最近各月的进出口额 | The latest months of a tenant',
  description:
    '企业自己的数值：按账户的范围给出。 | A tenant’s own figures, within the scope of the account.',
  params: record({ uscc }),
  querystring: record({
    last: Type.Optional(
      Type.String({
        pattern: '^([1-9]|[12]\\d|3[0-6])$',
        description: '最近几个月，1–36，默认12 | How many months, 1–36, 12 when not given',
        examples: ['4'],
      }),
    ),
  }),
  response: {
    200: listOf(
      month,
      {},
      {
        description: '各月，最近的在前 | Months, the latest first',
        examples: [
          { rows: [{ period: '2026-10', release: '2026-10.1', value: '1234567.89' }], reason: null },
        ],
      },
    ),
    ...orRefused(400, 403, 404),
  },
};

/** Whose files are handed in. */
export function tenantRoutes(server: Server, { database }: Context): void {
  server.get('/tenants', { config: { access: 'detail' }, schema: listSchema }, async ({ reader }) => {
    const rows = (await namedTenants(database, reader.scope)).map((one) => ({
      ...one,
      parks: [...one.parks],
    }));
    const nothing =
      '还没有登记企业，请先载入登记文件：parkstat registry load DIR | No tenant is registered: load the registry first, parkstat registry load DIR';
    return { rows, reason: rows.length ? null : nothing };
  });
  server.get(
    '/tenants/:uscc/months',
    { config: { access: 'detail' }, schema: monthsSchema },
    async ({ params, query, reader }) => {
      if (!(await isTold(database, reader.scope, params.uscc)))
        throw new Refusal(
          'not_found',
          { zh: '没有这家企业，见/api/v1/tenants', en: 'There is no such tenant, see /api/v1/tenants' },
          { value: params.uscc },
        );
      const rows = await tenantMonths(database, params.uscc, Number(query.last ?? 12), reader.scope);
      return {
        rows,
        reason: rows.length ? null : '该企业还没有已发布的月份 | No month of the tenant has been published',
      };
    },
  );
}
