import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from '../warehouse/database.ts';
import { findDraft, listDrafts, readDraftChanges, type StoredDraft } from '../warehouse/drafts.ts';
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
import { periodOrRefuse } from './parameters.ts';
import {
  instant,
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

const tags = ['releases'];

const draftProperties = {
  period: Type.String({ examples: ['2026-10'] }),
  drawn_at: instant('起草时刻 | When it was drawn'),
  base_release: maybeText({
    description: '所比较的现行发布 | The release that it is compared with',
    examples: ['2026-10.1'],
  }),
  fingerprint: Type.String({ description: '观测值的SHA-256 | SHA-256 of its observations' }),
  inputs: Type.String({ description: '所据数据的指纹 | Fingerprint of what it was made from' }),
  observations: Type.Integer({ description: '观测值个数 | Number of observations' }),
  moved: Type.Integer({
    description: '变动单元数 | Cells that move against the base release',
    examples: [128],
  }),
  causes: Type.Array(causeOfRelease, { description: '变动的原因 | Why they move' }),
  causes_reason: maybeText({
    description: '没有原因时的说明 | Why there are no causes; null when there are',
  }),
  internal: internalOfRelease,
  manifest_sha256: Type.String({ description: '清单的SHA-256 | SHA-256 of the manifest' }),
};
const exampleDraft = {
  period: '2026-10',
  drawn_at: '2026-11-20T02:00:00.000Z',
  base_release: '2026-10.1',
  fingerprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  inputs: '60303ae22b998861bce3',
  observations: 12480,
  moved: 128,
  causes: [exampleCause],
  causes_reason: null,
  internal: { causes: [], note: null },
  manifest_sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
};

const periodPath = record({ period: Type.String({ description: '月份 | Month', examples: ['2026-10'] }) });

export function draftRoutes(server: Server, { database }: Context): void {
  server.get(
    '/drafts',
    {
      config: { access: 'desk' },
      schema: {
        operationId: 'listDrafts',
        tags,
        summary: '各月的草稿：现在发布会是什么样 | Drafts: what would be published now',
        querystring: noParameters,
        response: {
          200: listOf(
            record(draftProperties),
            {},
            { description: '草稿 | Drafts', examples: [{ rows: [exampleDraft], reason: null }] },
          ),
          ...orRefused(400),
        },
      },
    },
    async () => {
      const rows = (await listDrafts(database)).map(told);
      return { rows, reason: rows.length ? null : noDrafts };
    },
  );

  server.get(
    '/drafts/:period',
    {
      config: { access: 'desk' },
      schema: {
        operationId: 'getDraft',
        tags,
        summary: '一个月的草稿及其清单 | The draft of a month with its manifest',
        params: periodPath,
        querystring: noParameters,
        response: {
          200: record(
            {
              ...draftProperties,
              manifest: Type.Object(
                {},
                {
                  additionalProperties: true,
                  description: '所据的报送、汇率、模型等 | What it was made from',
                },
              ),
            },
            {
              description: '草稿 | The draft',
              examples: [{ ...exampleDraft, manifest: { counts: { deliveries: 118 } } }],
            },
          ),
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { period } }) => {
      const { manifest, ...draft } = await draftOrRefuse(database, period);
      return { ...told(draft), manifest: publicManifest(manifest) };
    },
  );

  server.get(
    '/drafts/:period/changes',
    {
      config: { access: 'desk' },
      schema: {
        operationId: 'listDraftChanges',
        tags,
        summary:
          '发布草稿会变动的单元，影响大者在前 | Cells that the draft would move, the largest effect first',
        params: periodPath,
        querystring: record(pageParameters),
        response: {
          200: listOf(
            change,
            {
              period: Type.String({ examples: ['2026-10'] }),
              base_release: maybeText({ examples: ['2026-10.1'] }),
              total: Type.Integer({ description: '变动单元总数 | Cells that move, in all' }),
              causes_reason: maybeText({
                description: '各单元没有原因时的说明 | Why cells have no causes; null when they have',
              }),
            },
            {
              description: '变动 | Changes',
              examples: [
                {
                  period: '2026-10',
                  base_release: '2026-10.1',
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
    async ({ params: { period }, query }) => {
      const { base_release, moved, causes } = await draftOrRefuse(database, period);
      const { limit, offset } = pageOf(query);
      const rows = await readDraftChanges(database, period, limit, offset);
      return {
        period,
        base_release,
        total: moved,
        causes_reason: toldCauses(causes, base_release).causes_reason,
        rows: rows.map((row) => withCauses(row, causes)),
        reason: whyEmpty(rows, moved, base_release === null ? noBase : '没有单元变动 | No cell would move'),
      };
    },
  );
}

const noDrafts =
  '还没有草稿，请起草：parkstat draft --period 2026-10 | There is no draft: draw one, parkstat draft --period 2026-10';
const noBase =
  '该月尚未发布，没有可比的发布 | The month has not been released: there is nothing to compare it with';

function told({ causes, ...draft }: Omit<StoredDraft, 'manifest'>) {
  return {
    ...draft,
    drawn_at: draft.drawn_at.toISOString(),
    ...toldCauses(causes, draft.base_release),
    internal: { causes: causes.map(({ code, internal }) => ({ code, ...internal })), note: null },
  };
}

async function draftOrRefuse(database: Database, text: string): Promise<StoredDraft> {
  const period = periodOrRefuse('period', text);
  const draft = await findDraft(database, period);
  if (draft) return draft;
  const periods = (await listDrafts(database)).map((one) => one.period);
  throw new Refusal(
    'no_draft',
    {
      zh: `${period}没有草稿（尚未起草，或已发布）：parkstat draft --period ${period}`,
      en: `There is no draft of ${period} (not drawn yet, or published): parkstat draft --period ${period}`,
    },
    { value: period, nearest: nearest(period, periods) },
  );
}
