import rateLimit from '@fastify/rate-limit';
import { Refusal } from '../catalogue/refusal.ts';
import { isLocal } from './access/reader.ts';
import type { Readers } from './access/readers.ts';
import type { Request, Server } from './server.ts';

/**
 * On every answer. Plain http on an intranet is a usual home: nothing here makes a browser insist on https, or complain
 * in its console about a header that only https may have. They stand here as they are sent: @fastify/helmet works its
 * headers out anew for each request, and with it a kept answer took twice as long.
 */
export const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export interface RateLimit {
  /** Requests of one account, or of one client address where nobody has signed in. */
  readonly perMinute: number;
  /** Whoever is at this machine is not counted: its pages, its own programs, a benchmark. */
  readonly sparesLocal: boolean;
}

export function secure(server: Server, limit: RateLimit | null, readers: Readers): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  if (limit === null) return;
  server.register(rateLimit, {
    global: false,
    max: limit.perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => countedAs(request as Request, readers),
    allowList: (request) => limit.sparesLocal && isLocal(request as Request),
    // RateLimit-Limit, -Remaining and -Reset (seconds), as the IETF's draft has them, and Retry-After.
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  });
  // As a hook of its own it comes before kept answers, and counts requests for what does not exist.
  server.after(() => server.addHook('onRequest', server.rateLimit()));
}

/** Who has signed in is counted as themselves, wherever they are: many share the address of one office. */
async function countedAs(request: Request, readers: Readers): Promise<string> {
  const { access } = request.routeOptions.config;
  if (access === undefined || access === 'anyone') return request.ip;
  // What opens nothing, or cannot be looked up, is told so later.
  const reader = await Promise.resolve()
    .then(() => readers.of(request))
    .catch(() => undefined);
  return reader?.account ? `account ${reader.account.account_id}` : request.ip;
}

function tooMany(seconds: number): Refusal {
  return new Refusal(
    'busy',
    { zh: `请求过于频繁，请${seconds}秒后再试`, en: `Too many requests: try again in ${seconds} s` },
    { seconds },
  );
}
