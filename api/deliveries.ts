import type { Scope } from '../catalogue/roles.ts';
import { unknownDelivery } from '../warehouse/confirmations.ts';
import type { Database } from '../warehouse/database.ts';
import { deliverySteps, describeDeliveries } from '../warehouse/delivery-description.ts';
import { findDeliveries, hasDelivery } from '../warehouse/delivery-list.ts';
import {
  count,
  delivery,
  deliveryDetails,
  deliveryStates,
  exampleDelivery,
  exampleDetails,
  idParameter,
} from './delivery-schema.ts';
import { periodOrRefuse } from './parameters.ts';
import {
  listOf,
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

const total = count('总行数 | Rows in all');
const tags = ['deliveries'];

const listSchema = {
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
    state: Type.Optional(oneOf(deliveryStates, { description: '状态 | State', examples: ['needs_fixing'] })),
    ...pageParameters,
  }),
  response: {
    200: listOf(
      delivery,
      { total },
      { description: '报送 | Deliveries', examples: [{ total: 1, rows: [exampleDelivery], reason: null }] },
    ),
    ...orRefused(400),
  },
};

const oneSchema = {
  operationId: 'getDelivery',
  tags,
  summary: '一份报送 | A delivery',
  params: idParameter,
  querystring: noParameters,
  response: { 200: { ...deliveryDetails, examples: [exampleDetails] }, ...orRefused(400, 404) },
};

export function deliveryRoutes(server: Server, { database }: Context): void {
  server.get(
    '/deliveries',
    { config: { access: 'detail' }, schema: listSchema },
    async ({ query, reader: { scope } }) => {
      const { limit, offset } = pageOf(query);
      const period = query.period === undefined ? undefined : periodOrRefuse('period', query.period);
      const found = await findDeliveries(database, { ...query, period, scope }, limit, offset);
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
    { config: { access: 'detail' }, schema: oneSchema },
    async ({ params: { id }, reader }) => {
      await refuseUnknown(database, id, reader.scope);
      return deliveryInFull(database, id);
    },
  );
}

/** A delivery with its steps. */
export async function deliveryInFull(database: Database, id: string) {
  const [found] = await describeDeliveries(database, [id]);
  if (!found) throw unknownDelivery(id);
  return { ...found, steps: await deliverySteps(database, id) };
}

/** Another's delivery is answered exactly like one that does not exist. */
export async function refuseUnknown(database: Database, id: string, scope: Scope): Promise<void> {
  if (!(await hasDelivery(database, id, scope))) throw unknownDelivery(id);
}
