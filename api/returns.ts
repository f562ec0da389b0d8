import { eventKinds } from '../catalogue/event-template.ts';
import { customsModes, flows, total } from '../catalogue/mode.ts';
import type { Database } from '../warehouse/database.ts';
import { type EventScope, eventsByOrigin } from '../warehouse/event-origins.ts';
import { listParks } from '../warehouse/registry.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { impossibleCode } from './refusals.ts';
import { listOf, maybeText, oneOf, orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const event = record({
  kind: oneOf(Object.keys(eventKinds), {
    description: 'return 退货 cancellation 撤单 | Return or cancellation',
    examples: ['return'],
  }),
  original_period: Type.String({
    description:
      '原申报行的统计期，_U为不详（报文撤单的清单已不在申报行中） | Month of the original line; _U where customs messages have taken it out',
    examples: ['2026-09'],
  }),
  events: Type.Integer({ description: '笔数 | Events', examples: [3] }),
  cny: Type.String({ description: '所冲减的货值，元 | What they take off, in CNY', examples: ['1280.50'] }),
});

const code = (description: string, of: string) =>
  Type.Optional(
    Type.String({
      maxLength: 40,
      description: `${description}，默认${total} | ${total} by default`,
      examples: [of],
    }),
  );

const scope = {
  mode: code('监管方式 Customs mode', '9610'),
  flow: code('进出口 Flow', 'export'),
  park: code('园区 Park', 'P01'),
};

const schema = {
  operationId: 'listReturns',
  tags: ['observations'],
  summary: '一个月的退货和撤单，按原申报月 | Returns and cancellations of a month by the month of their line',
  description:
    '退货、撤单计入受理当月；本表说明它们各出自哪个月的申报，原月份的总额不因此下调。 | Events count in the month of their acceptance; this tells the months that their lines are of, whose gross value stays as it was.',
  querystring: record({
    period: Type.String({ description: '受理月 | Month of the events', examples: ['2026-10'] }),
    ...scope,
    asOf: Type.Optional(Type.String({ description: '版本时刻 | The vintage', examples: ['2026-11-12'] })),
  }),
  response: {
    200: listOf(
      event,
      {
        period: Type.String({ examples: ['2026-10'] }),
        release: maybeText({ description: '所据发布 | The release', examples: ['2026-10.1'] }),
        mode: Type.String({ examples: ['9610'] }),
        flow: Type.String({ examples: ['export'] }),
        park: Type.String({ examples: [total] }),
      },
      {
        description: '退货和撤单 | Returns and cancellations',
        examples: [
          {
            period: '2026-10',
            release: '2026-10.1',
            mode: '9610',
            flow: 'export',
            park: total,
            rows: [{ kind: 'return', original_period: '2026-09', events: 3, cny: '1280.50' }],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400),
  },
};

/** Returns and cancellations by the month of the line that they are about. */
export function returnRoutes(server: Server, { database }: Context): void {
  server.get('/returns', { config: { access: 'published' }, schema }, async ({ query }) => {
    const period = periodOrRefuse('period', query.period);
    const { mode = total, flow = total, park = total } = query;
    await refuseUnknown(database, { mode, flow, park });
    const asOf = query.asOf === undefined ? null : instantOrRefuse('asOf', query.asOf);
    const release = (await visibleReleases(database, asOf)).find((one) => one.period === period);
    const told = { period, release: release?.id ?? null, mode, flow, park };
    if (!release)
      return {
        ...told,
        rows: [],
        reason: `统计期${period}届时尚未发布 | Nothing of ${period} was published then`,
      };
    const rows = await eventsByOrigin(database, release.release_key, { mode, flow, park });
    const nothing = '该月没有退货或撤单 | There were no returns or cancellations in the month';
    return { ...told, rows, reason: rows.length ? null : nothing };
  });
}

async function refuseUnknown(database: Database, asked: EventScope): Promise<void> {
  const parks = (await listParks(database)).map(({ park_id }) => park_id);
  const known = {
    mode: [total, ...Object.keys(customsModes)],
    flow: [total, ...Object.keys(flows)],
    park: [total, ...parks],
  };
  for (const name of ['mode', 'flow', 'park'] as const)
    if (!known[name].includes(asked[name])) throw impossibleCode(name, asked[name], known[name]);
}
