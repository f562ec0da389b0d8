import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import type { ReleasePlan } from '../catalogue/calendar.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from '../warehouse/database.ts';
import { describing } from './describing.ts';
import type { TableFiles } from './formats/files.ts';
import {
  databaseAway,
  isDatabaseAway,
  type ParameterFault,
  refusalOfFault,
  type Said,
  saidFault,
  sayRefusal,
} from './refusals.ts';

export type Server = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
export type Request = FastifyRequest;
export type Reply = FastifyReply;
export type Logger = boolean | { readonly level: string; readonly stream: { write(line: string): void } };

/** Who may write: nobody, who is at this machine, or whoever reaches the server. */
export type Writes = 'closed' | 'local' | 'open';

/** How what is published goes out. */
export interface Delivery {
  /** Whether mails are sent at all. */
  readonly mail: boolean;
  /** Where people reach the pages, with a slash at the end; null: nobody has said. */
  readonly publicUrl: string | null;
}

/** What the routes work with. */
export interface Context {
  readonly database: Database;
  readonly now: () => Date;
  readonly writes: Writes;
  /** When months are to be published; null: nobody plans it. */
  readonly plan: ReleasePlan | null;
  /** Whom readers may ask about the figures; null: not said. */
  readonly contact: string | null;
  /** Published numbers for whoever has signed in, or for all: shared caches may keep the latter. */
  readonly published: 'signed-in' | 'open';
  readonly delivery: Delivery;
  /** Formats that need files or the engine; null where they are not served. */
  readonly files: TableFiles | null;
}

/** Parameters arrive as text and are judged as text: nothing is converted, dropped or filled in on the way. */
export function createServer(logger: Logger): Server {
  const server = Fastify({
    logger,
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    bodyLimit: 16 * 1024,
    // A large upload on a slow line; what is slower is let go sooner, by uploads.ts.
    requestTimeout: 2 * 3600_000,
    // A key of SDMX may name every code of a dimension.
    routerOptions: { maxParamLength: 4000 },
    // Clients of SDMX write it; elsewhere an address has one spelling.
    rewriteUrl: ({ url = '/' }) => (url.startsWith('/sdmx/') ? url.replace(/(?<=[^/])\/+(?=\?|$)/, '') : url),
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: false,
        verbose: true,
      },
    },
    clientErrorHandler: refuseUnread,
    // An address that cannot be decoded reaches no hook and no error handler.
    frameworkErrors: (_error, _request, reply) => {
      const { status, body } = sayRefusal(unreadable());
      (reply as Reply).code(status).header('x-content-type-options', 'nosniff').send(body);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, body } = said(error);
    if (status >= 500) request.log.error({ err: error, url: request.url }, 'request failed');
    // What had been said of an answer that is not given after all.
    for (const name of describing) reply.removeHeader(name);
    const { seconds } = body.details;
    if (typeof seconds === 'number') reply.header('retry-after', String(seconds));
    return reply.code(status).header('cache-control', 'no-store').type('application/json').send(body);
  });
  // PostgreSQL takes no such character, and no code or name of ours has one.
  server.addHook('onRequest', (request, _reply, done) =>
    done(/%00/.test(request.raw.url ?? '') ? unreadable() : undefined),
  );
  server.setNotFoundHandler(() => {
    throw noSuchAddress();
  });
  return server;
}

/** What never became a request: too long a head, one that does not end, or no HTTP at all. No route, hook or log sees it. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = unreadStatus[error.code ?? ''] ?? 400;
  const { body } = sayRefusal(status === 431 ? headTooLong() : unreadable());
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(text)}`,
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}

const unreadStatus: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function headTooLong(): Refusal {
  return new Refusal('usage', {
    zh: '请求的地址或头部过长，请减少参数后重试',
    en: 'The address or the headers of the request are too long: ask with fewer parameters',
  });
}

function said(error: FastifyError): Said {
  if (error instanceof Refusal) return sayRefusal(error);
  const [fault] = (error.validation ?? []) as ParameterFault[];
  if (fault) return sayRefusal(refusalOfFault(fault));
  if (isDatabaseAway(error)) return sayRefusal(databaseAway());
  const status = error.statusCode ?? 500;
  // The framework's own objections, such as a body that is too large: no text of theirs, but their status.
  if (status >= 400 && status < 500) return { ...sayRefusal(unreadable()), status };
  return saidFault;
}

function unreadable(): Refusal {
  return new Refusal('usage', {
    zh: '请求无法读取，请按/openapi.json检查方法、地址和内容',
    en: 'The request cannot be read: check method, address and body against /openapi.json',
  });
}

function noSuchAddress(): Refusal {
  return new Refusal('not_found', {
    zh: '没有这个地址；接口说明见/openapi.json',
    en: 'There is no such address; the API is described at /openapi.json',
  });
}
