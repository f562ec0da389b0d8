import { customsModes, flows, total } from '../catalogue/mode.ts';
import { type BridgeScope, readBridge } from '../warehouse/bridge.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { impossibleCode } from './refusals.ts';
import { listOf, maybeText, orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const yuan = (description: string, example: string) => Type.String({ description, examples: [example] });

const park = record({
  park: Type.String({ description: '园区 | Park', examples: ['P01'] }),
  by_membership: yuan('按企业入驻归属，元 | By membership of the tenants, CNY', '7712.96'),
  by_site: yuan('按监管场所归属，元 | By supervision site, CNY', '7500.00'),
  in_both: yuan('两种口径都归本园区 | In the park on both bases', '7500.00'),
  elsewhere: yuan('本园企业在其他园区场所通关 | Of its tenants, by sites in other parks', '141.97'),
  unplaced: yuan('本园企业，场所不详或不在任何园区 | Of its tenants, by no site or one in no park', '70.99'),
  from_others: yuan('其他园区企业在本园场所通关 | Of tenants of other parks, by its sites', '0.00'),
});

const row = record({
  park: Type.String({ description: '企业所在园区 | Park of the tenant', examples: ['P01'] }),
  site_park: Type.String({
    description: '监管场所所在园区，_U为不详或不在任何园区 | Park of the site; _U: none',
    examples: ['_U'],
  }),
  lines: Type.Integer({ description: '行数 | Lines', examples: [1] }),
  cny: yuan('进出口额，元 | Trade value, CNY', '70.99'),
});

const sums = record({
  by_membership: yuan('按企业入驻归属 | By membership', '7712.96'),
  by_site: yuan('按监管场所归属 | By supervision site', '7641.97'),
  unplaced: yuan('场所不详或不在任何园区 | By no site or one in no park', '70.99'),
});

const code = (description: string, of: string) =>
  Type.Optional(
    Type.String({
      maxLength: 40,
      description: `${description}，默认${total} | ${total} by default`,
      examples: [of],
    }),
  );

const example = {
  period: '2026-10',
  release: '2026-10.1',
  mode: total,
  flow: total,
  total: { by_membership: '7712.96', by_site: '7641.97', unplaced: '70.99' },
  reconciles: true,
  parks: [
    {
      park: 'P01',
      by_membership: '7712.96',
      by_site: '7500.00',
      in_both: '7500.00',
      elsewhere: '141.97',
      unplaced: '70.99',
      from_others: '0.00',
    },
  ],
  rows: [{ park: 'P01', site_park: '_U', lines: 1, cny: '70.99' }],
  reason: null,
};

const schema = {
  operationId: 'readBridge',
  tags: ['observations'],
  summary: '归属对照：园区按企业入驻与按监管场所两种合计 | Bridge between the two totals of a park',
  description:
    '进出口额按企业入驻关系归属，“进出口额（按监管场所）”按监管场所归属；本表列出两种归属的交叉，并核对两种合计相符。 | Trade value follows the membership of tenants, trade value by site the supervision sites; this is what stands between the two, and whether they reconcile.',
  querystring: record({
    period: Type.String({ description: '统计期 | Month', examples: ['2026-10'] }),
    mode: code('监管方式 Customs mode', '9610'),
    flow: code('进出口 Flow', 'export'),
    asOf: Type.Optional(Type.String({ description: '版本时刻 | The vintage', examples: ['2026-11-12'] })),
  }),
  response: {
    200: listOf(
      row,
      {
        period: Type.String({ examples: ['2026-10'] }),
        release: maybeText({ description: '所据发布 | The release', examples: ['2026-10.1'] }),
        mode: Type.String({ examples: [total] }),
        flow: Type.String({ examples: [total] }),
        total: Type.Union([sums, Type.Null()], { description: '全部园区 | All parks' }),
        reconciles: Type.Union([Type.Boolean(), Type.Null()], {
          description: '两种合计是否逐分相符 | Whether the two totals agree to the fen',
        }),
        parks: Type.Array(park, { description: '各园区 | Parks' }),
      },
      { description: '归属对照 | The bridge', examples: [example] },
    ),
    ...orRefused(400),
  },
};

/** Park by membership × park by supervision site, with both totals. */
export function bridgeRoutes(server: Server, { database }: Context): void {
  server.get('/bridge', { config: { access: 'published' }, schema }, async ({ query }) => {
    const period = periodOrRefuse('period', query.period);
    const { mode = total, flow = total } = query;
    refuseUnknown({ mode, flow });
    const asOf = query.asOf === undefined ? null : instantOrRefuse('asOf', query.asOf);
    const release = (await visibleReleases(database, asOf)).find((one) => one.period === period);
    const told = { period, release: release?.id ?? null, mode, flow };
    const nothing = { ...told, total: null, reconciles: null, parks: [], rows: [] };
    if (!release)
      return {
        ...nothing,
        reason: `统计期${period}届时尚未发布 | Nothing of ${period} was published then`,
      };
    const bridge = await readBridge(database, release.release_key, { mode, flow });
    if (bridge.rows.length === 0)
      return {
        ...nothing,
        reason:
          '该次发布没有此范围的申报行，或早于归属对照 | The release has no such lines, or was made before there was a bridge',
      };
    return { ...told, ...bridge, reason: null };
  });
}

function refuseUnknown(asked: BridgeScope): void {
  const known = {
    mode: [total, ...Object.keys(customsModes)],
    flow: [total, ...Object.keys(flows)],
  };
  for (const name of ['mode', 'flow'] as const)
    if (!known[name].includes(asked[name])) throw impossibleCode(name, asked[name], known[name]);
}
