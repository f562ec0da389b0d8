import { Refusal } from '../catalogue/refusal.ts';
import { statuses } from '../catalogue/status.ts';
import { previousRelease, readChanges } from '../warehouse/changes.ts';
import type { Database } from '../warehouse/database.ts';
import { findRelease, listReleases } from '../warehouse/releases.ts';
import { nearest } from './nearest.ts';
import { instantOrRefuse } from './parameters.ts';
import {
  cellCodes,
  instant,
  listOf,
  maybeDecimal,
  maybeText,
  noParameters,
  oneOf,
  orRefused,
  pageOf,
  pageParameters,
  record,
  Type,
  whyEmpty,
} from './schema.ts';
import type { Context, Server } from './server.ts';

const releaseProperties = {
  id: Type.String({ examples: ['2026-10.1'] }),
  period: Type.String({ examples: ['2026-10'] }),
  number: Type.Integer({ description: '该月第几次发布 | Which release of its month', examples: [1] }),
  published_at: instant('发布时刻 | When it was published'),
  status: oneOf(['p', 'r', 'f'], { description: 'p 初步 r 修订 f 最终 | preliminary, revised, final' }),
  fingerprint: Type.String({ description: '观测值的SHA-256 | SHA-256 of its observations' }),
  inputs: Type.String({ description: '所据数据的指纹 | Fingerprint of what it was made from' }),
  observations: Type.Integer({ description: '观测值个数 | Number of observations' }),
  current: Type.Boolean({ description: '是否该月现行发布 | Whether readers get it for its month' }),
  has_report: Type.Boolean({ description: '月报是否已生成 | Whether its report is written' }),
};
const exampleRelease = {
  id: '2026-10.1',
  period: '2026-10',
  number: 1,
  published_at: '2026-11-12T02:00:00.000Z',
  status: 'p',
  fingerprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  inputs: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
  observations: 12480,
  current: true,
  has_report: true,
};

const idParameter = record({
  id: Type.String({ description: '发布 | Release', examples: ['2026-10.1'] }),
});

const change = record({
  indicator: Type.String(),
  ...cellCodes,
  period: Type.String(),
  from: maybeDecimal('100.00', '上一发布的值，无此单元或无值为null | Value before; null without one'),
  to: maybeDecimal('120.00', '本发布的值，无此单元或无值为null | Value now; null without one'),
  status: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    enum: [...Object.keys(statuses), null],
    description: '本发布的状态，单元已不存在为null | Status now; null for a cell that is no longer there',
  }),
  reason: maybeText({ description: '本发布无值的原因 | Why there is no value now' }),
});
const exampleChange = {
  indicator: 'trade_value',
  park: 'P01',
  mode: '9610',
  flow: 'export',
  partner: '_T',
  chapter: '_T',
  section: '_T',
  district: '_T',
  transport: '_T',
  kind: '_T',
  period: '2026-10',
  from: '100.00',
  to: '120.00',
  status: 'r',
  reason: null,
};

const tags = ['releases'];

export function releaseRoutes(server: Server, { database }: Context): void {
  server.get(
    '/releases',
    {
      schema: {
        operationId: 'listReleases',
        tags,
        summary: '全部发布，最新月在前 | All releases, newest month first',
        querystring: record({
          asOf: Type.Optional(
            Type.String({
              description: '截至该时刻已有的发布 | Those published by an instant or the end of a day',
              examples: ['2026-11-12'],
            }),
          ),
        }),
        response: {
          200: listOf(
            record(releaseProperties),
            {},
            {
              description: '发布 | Releases',
              examples: [{ rows: [exampleRelease], reason: null }],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async ({ query: { asOf } }) => {
      const rows = await listReleases(
        database,
        asOf === undefined ? undefined : instantOrRefuse('asOf', asOf),
      );
      const reason = rows.length
        ? null
        : '还没有发布，请先汇集数据并发布：parkstat publish --period 2026-10 | Nothing is published: collect data and publish, parkstat publish --period 2026-10';
      return { rows: rows.map(told), reason };
    },
  );

  server.get(
    '/releases/:id',
    {
      schema: {
        operationId: 'getRelease',
        tags,
        summary: '一次发布及其清单 | A release with its manifest',
        params: idParameter,
        querystring: noParameters,
        response: {
          200: record(
            {
              ...releaseProperties,
              previous: maybeText({ description: '所修订的发布 | The release that it corrects' }),
              manifest: Type.Object(
                {},
                {
                  additionalProperties: true,
                  description: '所据的报送、汇率、模型等 | What it was made from',
                },
              ),
            },
            {
              description: '发布 | The release',
              examples: [{ ...exampleRelease, previous: null, manifest: { deliveries: 118 } }],
            },
          ),
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { id } }) => {
      const release = await releaseOrRefuse(database, id);
      const all = await listReleases(database);
      const listed = all.find((one) => one.id === id);
      const { current = false, has_report = false } = listed ?? {};
      return {
        ...told({ ...release, current, has_report }),
        previous: (await previousRelease(database, release))?.id ?? null,
        manifest: release.manifest as object,
      };
    },
  );

  server.get(
    '/releases/:id/changes',
    {
      schema: {
        operationId: 'listChanges',
        tags,
        summary: '与该月上一发布相比变动的单元 | Cells that moved since the previous release of the month',
        params: idParameter,
        querystring: record(pageParameters),
        response: {
          200: listOf(
            change,
            {
              release: Type.String({ examples: ['2026-10.2'] }),
              previous: maybeText({ examples: ['2026-10.1'] }),
              total: Type.Integer({ description: '变动单元总数 | Cells that moved, in all' }),
            },
            {
              description: '变动 | Changes',
              examples: [
                {
                  release: '2026-10.2',
                  previous: '2026-10.1',
                  total: 1,
                  rows: [exampleChange],
                  reason: null,
                },
              ],
            },
          ),
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { id }, query }) => {
      const release = await releaseOrRefuse(database, id);
      const previous = await previousRelease(database, release);
      if (!previous)
        return {
          release: id,
          previous: null,
          total: 0,
          rows: [],
          reason: `${id}是该月第一次发布，没有可比的上一发布 | ${id} is the first release of its month: there is none to compare it with`,
        };
      const { limit, offset } = pageOf(query);
      const { rows, total } = await readChanges(database, previous, release, limit, offset);
      return {
        release: id,
        previous: previous.id,
        total,
        rows,
        reason: whyEmpty(rows, total, '没有单元变动 | No cell moved'),
      };
    },
  );
}

function told<R extends { published_at: Date }>(release: R) {
  return { ...release, published_at: release.published_at.toISOString() };
}

async function releaseOrRefuse(database: Database, id: string) {
  const release = await findRelease(database, id);
  if (release) return release;
  const ids = (await listReleases(database)).map((one) => one.id);
  throw new Refusal(
    'not_found',
    { zh: '没有这次发布，见/api/v1/releases', en: 'There is no such release, see /api/v1/releases' },
    { value: id, nearest: nearest(id, ids) },
  );
}
