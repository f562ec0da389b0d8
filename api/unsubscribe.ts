import { createHash } from 'node:crypto';
import { Refusal } from '../catalogue/refusal.ts';
import { findUnsubscribeLink, useUnsubscribeLink } from '../warehouse/subscriptions.ts';
import { orRefused, record, Type } from './schema.ts';
import type { Context, Reply, Server } from './server.ts';

const config = { access: 'anyone' as const, fromElsewhere: true as const };
const tags = ['delivery'];
const querystring = record({
  token: Type.String({
    pattern: '^[\\w-]{43}$',
    description: '邮件中的退订码 | What the link of a mail carries',
    examples: ['x'.repeat(43)],
  }),
});
const page = (summary: string, operationId: string) => ({
  operationId,
  tags,
  summary,
  querystring,
  response: {
    200: {
      description: '一页说明 | A page that says so',
      content: { 'text/html': { schema: Type.String(), example: '<!doctype html>…' } },
    },
    ...orRefused(400, 404, 415),
  },
});

/**
 * The links of mails. Opening one asks first, for programs open links as well; posting to it ends the subscription at once,
 * which is what mail programs do for their readers (RFC 8058).
 */
export function unsubscribeRoutes(server: Server, { database, now }: Context): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1024 },
    (_request, _body, done) => done(null, {}),
  );
  server.get(
    '/unsubscribe',
    { config, schema: page('退订：请确认 | Unsubscribing: asks first', 'askUnsubscribe') },
    async ({ query }, reply) => {
      const { token } = query as { token: string };
      const target = await findUnsubscribeLink(database, hashOf(token));
      if (!target) throw noSuchLink();
      const what = target.what === 'rule' ? ['停止这条提醒', 'Stop this alert'] : ['退订', 'Unsubscribe'];
      return sendPage(
        reply as Reply,
        `<p>${masked(target.address)}</p><form method="post"><button>${what.join(' · ')}</button></form>`,
      );
    },
  );
  server.post(
    '/unsubscribe',
    { config, schema: page('退订：一键 | Unsubscribing: one click', 'unsubscribe') },
    async ({ query }, reply) => {
      const { token } = query as { token: string };
      if (!(await useUnsubscribeLink(database, hashOf(token), now()))) throw noSuchLink();
      return sendPage(
        reply as Reply,
        '<p>已退订，此后不再寄送。</p><p lang="en">Done: nothing more will be sent.</p>',
      );
    },
  );
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Who has the link has the mail; who was sent it on need not learn the address. */
function masked(address: string): string {
  const [name = '', domain = ''] = address.split('@');
  return `${name.slice(0, 1)}…@${domain}`.replace(/[&<>"]/g, '');
}

function sendPage(reply: Reply, content: string): never {
  reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>退订 · Unsubscribe</title></head><body><main><h1>跨境电商产业园区统计月报</h1>${content}</main></body></html>`,
    );
  return reply as never;
}

function noSuchLink(): Refusal {
  return new Refusal('not_found', {
    zh: '退订链接无效；也可登录后在“账户”页退订',
    en: 'The link is not valid: sign in and unsubscribe on the page Accounts',
  });
}
