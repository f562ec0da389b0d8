import { fastifyCookie as cookies } from '@fastify/cookie';
import type { Reply, Request } from '../server.ts';

const name = 'parkstat_session';
const knownName = 'parkstat_known';

/** The token in a request's cookie. */
export function sessionToken({ headers }: Request): string | undefined {
  if (!headers.cookie?.includes(name)) return undefined;
  return cookies.parse(headers.cookie)[name] || undefined;
}

/** Puts the token into a cookie that no script reads, and that no other site's request carries along. */
export function setSessionCookie(
  request: Request,
  reply: Reply,
  token: string | null,
  secure: boolean,
): void {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: secure || isHttps(request) } as const;
  // Tells the pages' scripts that somebody has signed in, and nothing more: it opens nothing.
  const { httpOnly: _, ...told } = options;
  const known = cookies.serialize(
    knownName,
    token === null ? '' : '1',
    token === null ? { ...told, maxAge: 0 } : told,
  );
  reply.header('set-cookie', known);
  reply.header(
    'set-cookie',
    token === null
      ? cookies.serialize(name, '', { ...options, maxAge: 0 })
      : cookies.serialize(name, token, options),
  );
}

/** A proxy in between says so; who says it falsely only keeps their own cookie from plain http. */
export function isHttps({ protocol, headers }: Request): boolean {
  return protocol === 'https' || headers['x-forwarded-proto'] === 'https';
}
