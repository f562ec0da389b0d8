import { indicatorIds } from '../catalogue/indicators.ts';
import { addressForm, isMailAddress, longestAddress } from '../catalogue/mail-address.ts';
import { total } from '../catalogue/mode.ts';
import { listParks } from '../warehouse/registry.ts';
import {
  addSubscription,
  endSubscription,
  listSubscriptions,
  type Subscription,
} from '../warehouse/subscriptions.ts';
import { auditName } from './access/reader.ts';
import { impossibleCode, wrongForm } from './refusals.ts';
import {
  instant,
  listOf,
  maybeText,
  noParameters,
  oneOf,
  orRefused,
  record,
  type Static,
  Type,
} from './schema.ts';
import type { Context, Server } from './server.ts';

const config = { access: 'own_account' as const };
const tags = ['delivery'];

export const addressField = Type.String({
  maxLength: longestAddress,
  pattern: addressForm,
  description: '邮件地址 | Mail address',
  examples: ['tongji@example.gov.cn'],
});
export const languageField = oneOf(['zh', 'en'], { description: '邮件的语言 | Language of the mails' });
export const parkField = Type.String({
  description: '园区，_T为全市 | Park; _T: the whole city',
  examples: ['P01'],
});

const about = '只在该指标变动时发更正，并写明其数值；没有即整份月报 | Without one: the whole report';
const fields = { address: addressField, park: parkField, language: languageField };
const row = record({
  id: Type.String({ examples: ['7'] }),
  ...fields,
  indicator: maybeText({ description: about, examples: ['trade_value'] }),
  created_at: instant('订阅于 | Since when'),
});
const example = {
  id: '7',
  address: 'tongji@example.gov.cn',
  park: '_T',
  indicator: null,
  language: 'zh' as const,
  created_at: '2026-11-12T02:00:00.000Z',
};
const newSubscription = record(
  {
    ...fields,
    indicator: Type.Optional(oneOf(indicatorIds, { description: about, examples: ['trade_value'] })),
  },
  { description: '寄给谁、什么内容 | To whom, and what' },
);
export const entryId = record({
  id: Type.String({ pattern: '^\\d{1,18}$', description: '编号 | Number', examples: ['7'] }),
});
export const ended = (what: string) => ({
  200: record({ ended: Type.String() }, { description: what, examples: [{ ended: '7' }] }),
  ...orRefused(400, 404, 415),
});
export const emptyBody = record({}, { description: '空对象 | An empty object' });

/** A park by its code or the city; an address in the plain form. */
export async function checkPlace(
  { database }: Context,
  { address, park }: { address: string; park: string },
) {
  if (!isMailAddress(address))
    throw wrongForm('usage', 'address', address, { zh: '邮件地址', en: 'a mail address' });
  const known = (await listParks(database)).map(({ park_id }) => park_id);
  if (park !== total && !known.includes(park)) throw impossibleCode('park', park, [...known, total]);
}

/** What is mailed to whom when a month is published or corrected: each sees and ends their own. */
export function subscriptionRoutes(server: Server, context: Context): void {
  const { database, now } = context;
  server.get(
    '/me/subscriptions',
    {
      config,
      schema: {
        operationId: 'listSubscriptions',
        tags,
        summary: '自己的订阅 | One’s own subscriptions',
        querystring: noParameters,
        response: {
          200: listOf(
            row,
            { mail: Type.Boolean({ description: '是否已配置发信 | Whether mail is sent at all' }) },
            {
              description: '有效的订阅 | Those in use',
              examples: [{ mail: true, rows: [example], reason: null }],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async ({ reader }, reply) => {
      reply.header('cache-control', 'no-store');
      const rows = (await listSubscriptions(database, auditName(reader))).map(shown);
      return { mail: context.delivery.mail, rows, reason: rows.length ? null : '没有订阅 | None' };
    },
  );
  server.post(
    '/me/subscriptions',
    {
      config,
      schema: {
        operationId: 'addSubscription',
        tags,
        summary: '订阅月报或一个指标 | Subscribe the report, or an indicator',
        body: newSubscription,
        response: { 200: { ...row, examples: [example] }, ...orRefused(400, 413, 415) },
      },
    },
    async (request) => {
      const asked = request.body as Static<typeof newSubscription>;
      await checkPlace(context, asked);
      const kept = await addSubscription(database, {
        ...asked,
        indicator: asked.indicator ?? null,
        owner: auditName(request.reader),
        created_at: now(),
      });
      request.about = kept.subscription_id;
      return shown(kept);
    },
  );
  server.post(
    '/me/subscriptions/:id/end',
    {
      config,
      schema: {
        operationId: 'endSubscription',
        tags,
        summary: '退订 | End a subscription',
        params: entryId,
        body: emptyBody,
        response: ended('已退订 | Ended'),
      },
    },
    async ({ params, reader }) => {
      const { id } = params as { id: string };
      await endSubscription(database, auditName(reader), id, now());
      return { ended: id };
    },
  );
}

function shown({ subscription_id, address, park, indicator, language, created_at }: Subscription) {
  return { id: subscription_id, address, park, indicator, language, created_at: created_at.toISOString() };
}
