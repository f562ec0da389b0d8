import type { ReleaseCause } from '../catalogue/causes.ts';
import { manifestTold } from '../catalogue/manifest.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { previousRelease, readChanges } from '../warehouse/changes.ts';
import type { Database } from '../warehouse/database.ts';
import { findRelease, listReleases } from '../warehouse/releases.ts';
import { tenantsTold } from '../warehouse/scope.ts';
import {
  causeOfRelease,
  change,
  exampleCause,
  exampleChange,
  internalOfRelease,
  toldCauses,
  withCauses,
} from './change-schema.ts';
import { publicManifest } from './checks.ts';
import { nearest } from './nearest.ts';
import { instantOrRefuse } from './parameters.ts';
import { exampleRelease, releaseProperties } from './release-schema.ts';
import {
  listOf,
  maybeText,
  noParameters,
  orRefused,
  pageOf,
  pageParameters,
  record,
  Type,
  whyEmpty,
} from './schema.ts';
import type { Context, Server } from './server.ts';

const idParameter = record({
  id: Type.String({ description: '发布 | Release', examples: ['2026-10.1'] }),
});

const tags = ['releases'];

export function releaseRoutes(server: Server, { database }: Context): void {
  server.get(
    '/releases',
    {
      config: { access: 'published' },
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
      config: { access: 'published_detail' },
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
              special_revision: Type.Boolean({
                description: '定稿后的特别修订 | A final month that was revised all the same',
              }),
              causes: Type.Array(causeOfRelease, {
                description: '与上一发布不同的原因 | Why it differs from the release before',
              }),
              causes_reason: maybeText({
                description: '没有原因时的说明 | Why there are no causes; null when there are',
              }),
              note: maybeText({ description: '发布人的对外说明 | What the officer says to readers' }),
              internal: internalOfRelease,
              manifest_sha256: maybeText({
                description:
                  '清单（键按序）的SHA-256，早期发布为null | SHA-256 of the manifest with its keys in order; null for early releases',
              }),
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
              examples: [
                {
                  ...exampleRelease,
                  id: '2026-10.2',
                  number: 2,
                  status: 'r',
                  previous: '2026-10.1',
                  special_revision: false,
                  causes: [exampleCause],
                  causes_reason: null,
                  note: null,
                  internal: { causes: [], note: null },
                  manifest_sha256: exampleRelease.fingerprint,
                  manifest: { counts: { deliveries: 118 } },
                },
              ],
            },
          ),
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { id }, reader: { scope } }) => {
      const release = await releaseOrRefuse(database, id);
      const all = await listReleases(database);
      const listed = all.find((one) => one.id === id);
      const { current = false, has_report = false } = listed ?? {};
      const previous = (await previousRelease(database, release))?.id ?? null;
      const causes = release.causes as ReleaseCause[];
      return {
        ...told({ ...release, current, has_report }),
        previous,
        ...toldCauses(causes, previous),
        note: release.note_public,
        // They name tenants and files: for who sees all.
        internal:
          scope === 'all'
            ? {
                causes: causes.map(({ code, internal }) => ({ code, ...internal })),
                note: release.note_internal,
              }
            : { causes: [], note: null },
        manifest: manifestTold(publicManifest(release.manifest as object), {
          all: scope === 'all',
          tenants: await tenantsTold(database, scope, release.period),
        }),
      };
    },
  );

  server.get(
    '/releases/:id/changes',
    {
      config: { access: 'published' },
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
              causes_reason: maybeText({
                description: '各单元没有原因时的说明 | Why cells have no causes; null when they have',
              }),
            },
            {
              description: '变动 | Changes',
              examples: [
                {
                  release: '2026-10.2',
                  previous: '2026-10.1',
                  total: 1,
                  causes_reason: null,
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
          causes_reason: null,
          rows: [],
          reason: `${id}是该月第一次发布，没有可比的上一发布 | ${id} is the first release of its month: there is none to compare it with`,
        };
      const { limit, offset } = pageOf(query);
      const { rows, total } = await readChanges(database, previous, release, limit, offset);
      const causes = release.causes as ReleaseCause[];
      return {
        release: id,
        previous: previous.id,
        total,
        causes_reason: toldCauses(causes, previous.id).causes_reason,
        rows: rows.map((row) => withCauses(row, causes)),
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
