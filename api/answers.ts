import { EventEmitter } from 'node:events';
import { isScoped, scopeKey } from '../catalogue/roles.ts';
import type { Database } from '../warehouse/database.ts';
import { type Listening, listen } from '../warehouse/notifications.ts';
import type { Channel } from '../warehouse/notify.ts';
import { type Answer, type AnswerStore, createAnswerStore } from './answer-store.ts';
import { describing } from './describing.ts';
import { type Encoding, encodingOf, matches, mediaKindOf, pack, packedTypes, tagOf } from './packing.ts';
import type { Reply, Request, Server } from './server.ts';

declare module 'fastify' {
  interface FastifyInstance {
    answers: Answers;
  }
}

export interface Answers {
  /** False while the notifications of new data cannot be heard: then every request computes its own answer. */
  readonly enabled: boolean;
  readonly size: number;
  readonly bytes: number;
  readonly events: EventEmitter<{ enabled: []; disabled: []; cleared: [Channel] }>;
  /** Drops what is kept, so that who has written something reads it at once. */
  forget(): void;
  /** Keeps the answers of the routes of a scope, one for each variant of what a client takes. */
  keepFor(scope: Server, variant?: (request: Request) => string): void;
  /** Hears of new data; resolves when the first attempt to is over. */
  follow(database: Database): Promise<Listening>;
}

/** Whatever one of these announces may show in any answer. */
const channels: readonly Channel[] = [
  'release_published',
  'registry_loaded',
  'deliveries_recorded',
  'report_written',
  'note_written',
  'estimate_changed',
  'draft_drawn',
  'access_changed',
];

export const answersLimit = 64 * 1024 * 1024;

/** A request under way that will make an answer; others that ask the same wait for it. */
interface Asking {
  readonly key: string;
  readonly encoding: Encoding;
  readonly generation: number;
  readonly promise: Promise<Answer | undefined>;
  readonly answered: (answer: Answer | undefined) => void;
}

interface State {
  readonly store: AnswerStore;
  readonly computing: Map<string, Promise<Answer | undefined>>;
  readonly asked: WeakMap<Request, Asking>;
  enabled: boolean;
  /** Counts the states of knowledge, so that an answer begun in an earlier one is not kept. */
  generation: number;
}

/**
 * Answers as the bytes that were sent, sent again before anything of a request is looked at but its address. An answer is
 * computed once for all who ask for it at the same time; it is dropped as soon as PostgreSQL announces new data, and none
 * is kept while announcements cannot be heard.
 */
export function createAnswers(limit = answersLimit): Answers {
  const events: Answers['events'] = new EventEmitter();
  const state: State = {
    store: createAnswerStore(limit),
    computing: new Map(),
    asked: new WeakMap(),
    enabled: false,
    generation: 0,
  };
  return {
    events,
    get enabled() {
      return state.enabled;
    },
    get size() {
      return state.store.size;
    },
    get bytes() {
      return state.store.bytes;
    },
    forget: () => forget(state),
    keepFor(scope, variant = ({ headers }) => mediaKindOf(headers.accept)) {
      scope.addHook('onRequest', (request, reply, done) =>
        recall(state, request, reply, variant(request), done),
      );
      scope.addHook('onSend', (request, reply, payload, done) => {
        if (isRead(request) && isAnswer(reply, payload)) {
          keep(state, request, reply, Buffer.from(payload)).then((body) => done(null, body), done);
        } else {
          settle(state, request, undefined);
          done(null, payload);
        }
      });
    },
    follow(database) {
      return listen(database, channels, {
        listening() {
          forget(state);
          state.enabled = true;
          events.emit('enabled');
        },
        heard(channel) {
          // Who may sign in changes no answer.
          if (channel !== 'access_changed') forget(state);
          events.emit('cleared', channel);
        },
        lost() {
          state.enabled = false;
          forget(state);
          events.emit('disabled');
        },
      });
    },
  };
}

function forget(state: State): void {
  state.generation++;
  state.store.clear();
  state.computing.clear();
}

/** Sends what is kept, waits for what is being computed, or lets the request go on and remembers that it computes. */
function recall(state: State, request: Request, reply: Reply, variant: string, done: () => void): void {
  // A part of a file is cut out of the whole by its own route.
  if (!state.enabled || !isRead(request) || request.headers.range !== undefined) {
    done();
    return;
  }
  const encoding = encodingOf(request.headers['accept-encoding']);
  const address = `${encoding} ${variant} ${normalised(request.raw.url ?? '')}`;
  const key = `${address} ${readerKey(request)}`;
  const kept = state.store.get(key);
  if (kept) {
    send(kept, request, reply);
    return;
  }
  const others = state.computing.get(key);
  if (others) {
    others.then((answer) => (answer ? send(answer, request, reply) : done()));
    return;
  }
  const { promise, resolve: answered } = Promise.withResolvers<Answer | undefined>();
  state.computing.set(key, promise);
  state.asked.set(request, { key, encoding, generation: state.generation, promise, answered });
  // Nobody waits for a request that ends without an answer, such as one whose client has gone.
  reply.raw.once('close', () => settle(state, request, undefined));
  done();
}

/** Published numbers are one answer for all; what tells of tenants is one for each scope. */
function readerKey({ reader, routeOptions }: Request): string {
  const { access } = routeOptions.config;
  return access !== undefined && isScoped(access) ? scopeKey(reader.scope) : '';
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** False for refusals, and for what has been kept already. */
function isAnswer(reply: Reply, payload: unknown): payload is string | Buffer {
  if (reply.statusCode !== 200 || reply.hasHeader('etag')) return false;
  return typeof payload === 'string' || Buffer.isBuffer(payload);
}

/** Makes the answer of the payload, and keeps it unless new data have been announced since the request came. */
async function keep(state: State, request: Request, reply: Reply, payload: Buffer): Promise<Buffer | null> {
  const asking = state.asked.get(request);
  const encoding = asking?.encoding ?? encodingOf(request.headers['accept-encoding']);
  let answer: Answer | undefined;
  try {
    answer = await packed(payload, encoding, reply);
    if (asking && asking.generation === state.generation) state.store.put(asking.key, answer);
  } finally {
    settle(state, request, answer);
  }
  if (!isUnchanged(request, answer)) return answer.body;
  reply.code(304).removeHeader('content-type').removeHeader('content-encoding');
  return null;
}

function settle(state: State, request: Request, answer: Answer | undefined): void {
  const asking = state.asked.get(request);
  if (!asking) return;
  // After a change the key belongs to those who began after it.
  if (state.computing.get(asking.key) === asking.promise) state.computing.delete(asking.key);
  asking.answered(answer);
}

/** The order of the parameters makes no difference to the answer. */
function normalised(url: string): string {
  const at = url.indexOf('?');
  if (at < 0) return url;
  return `${url.slice(0, at)}?${url
    .slice(at + 1)
    .split('&')
    .sort()
    .join('&')}`;
}

/** Compresses, marks, and describes an answer, and sets its headers on the reply. */
async function packed(bytes: Buffer, wanted: Encoding, reply: Reply): Promise<Answer> {
  const isPacked = packedTypes.includes(String(reply.getHeader('content-type')));
  const { body, encoding } = await pack(bytes, isPacked ? 'identity' : wanted);
  const tag = tagOf(body);
  reply.header('etag', tag);
  if (!reply.hasHeader('vary')) reply.header('vary', 'Accept, Accept-Encoding');
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
  const headers: Record<string, string> = {};
  // A report has a policy of its own.
  for (const name of [...describing, 'content-security-policy']) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = String(value);
  }
  return { headers, tag, body };
}

function send(answer: Answer, request: Request, reply: Reply): void {
  const { headers, body } = answer;
  if (!isUnchanged(request, answer)) {
    reply.headers(headers).send(body);
    return;
  }
  for (const name of ['etag', 'cache-control', 'vary', 'last-modified'])
    if (headers[name] !== undefined) reply.header(name, headers[name]);
  reply.code(304).send();
}

/** What the client has is the answer: by its tag, else by the time of its last change where it has one. */
function isUnchanged({ headers: asked }: Request, { headers, tag }: Answer): boolean {
  if (asked['if-none-match'] !== undefined) return matches(asked['if-none-match'], tag);
  return Date.parse(headers['last-modified'] ?? '') <= Date.parse(asked['if-modified-since'] ?? '');
}
