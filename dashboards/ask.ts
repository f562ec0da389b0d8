import { type Baked, chunkOf } from './chunk.ts';
import { askToSignIn } from './to-sign-in.ts';

declare global {
  var parkstatBaked: Partial<Baked>[] | undefined;
}

/** Why there is no answer, as `cause` of the error that `ask` rejects with. */
export interface Problem {
  readonly kind: 'not_carried' | 'unreachable' | 'refused';
  readonly path: string;
  readonly message: string;
  /** Of the API's refusal, 0 where nothing answered. */
  readonly status: number;
}

/** What this page carries with it; undefined where there is an API to ask. */
export const baked = globalThis.parkstatBaked?.find((one): one is Baked => one.chunks !== undefined);

/** Only what the page carries with it can be shown: it is a baked copy, or lies in a folder without one. */
export const fromFolder = baked !== undefined || globalThis.location?.protocol === 'file:';

export const apiRoot = './api/v1/';

const asked = new Map<string, Promise<unknown>>();
const unanswered = new Set<string>();
const carried = new Map<string, unknown>();
const chunks = new Map<string, Promise<void>>();
let round = new AbortController();

/** True where `ask` can succeed at all; a baked copy knows which files it has, not what stands in them. */
export function canAsk(path: string): boolean {
  return !fromFolder || readCarried().has(path) || (baked?.chunks.includes(chunkOf(path)) ?? false);
}

/**
 * The answer to an API path, like `releases`: carried with the page, known since it was opened, or fetched.
 * One page shows one state of knowledge: an answer is asked for once, and again only after it failed.
 */
export function ask<Answer>(path: string): Promise<Answer> {
  const known = asked.get(path);
  if (known) return known as Promise<Answer>;
  const answer = fromFolder ? carriedAnswer(path) : fetchAnswer(path, round.signal);
  asked.set(path, answer);
  unanswered.add(path);
  answer.then(
    () => unanswered.delete(path),
    () => asked.get(path) === answer && forget(path),
  );
  return answer as Promise<Answer>;
}

function forget(path: string): void {
  asked.delete(path);
  unanswered.delete(path);
}

/** Gives up what is still unanswered: a browser keeps few connections, and slow answers nobody waits for would fill them. */
export function abandon(): void {
  round.abort();
  round = new AbortController();
  for (const path of unanswered) forget(path);
}

export function problemOf(error: unknown): Problem {
  const cause = error instanceof Error ? (error.cause as Problem | undefined) : undefined;
  return cause?.kind ? cause : { kind: 'unreachable', path: '', message: String(error), status: 0 };
}

/** Takes in what scripts have brought since. */
function readCarried(): ReadonlyMap<string, unknown> {
  for (const { answers = {} } of globalThis.parkstatBaked?.splice(0) ?? [])
    for (const [path, answer] of Object.entries(answers)) carried.set(path, answer);
  return carried;
}

async function carriedAnswer(path: string): Promise<unknown> {
  const chunk = chunkOf(path);
  if (!readCarried().has(path) && baked?.chunks.includes(chunk)) await loadChunk(chunk);
  if (!readCarried().has(path)) throw failure('not_carried', path, '');
  return carried.get(path);
}

/** By a script element: the one way that works from a folder, where a browser lets no script read a file. */
function loadChunk(name: string): Promise<void> {
  const known = chunks.get(name);
  if (known) return known;
  const loaded = new Promise<void>((resolve) => {
    const script = document.createElement('script');
    script.src = `./data/${name}.js`;
    script.onload = () => resolve();
    script.onerror = () => resolve();
    document.head.append(script);
  });
  chunks.set(name, loaded);
  return loaded;
}

async function fetchAnswer(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(apiRoot + path, { headers: { accept: 'application/json' }, signal }).catch(
    (error) => {
      throw failure('unreachable', path, String(error));
    },
  );
  const answer = await response.json().catch(() => undefined);
  if (response.status === 401) askToSignIn();
  if (!response.ok || answer === undefined)
    throw failure('refused', path, refusalText(response, answer), response.status);
  return answer;
}

/** The API's refusal carries a sentence; a proxy's error page does not. */
function refusalText(response: Response, answer: unknown): string {
  const message = (answer as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : `HTTP ${response.status}`;
}

function failure(kind: Problem['kind'], path: string, message: string, status = 0): Error {
  const cause: Problem = { kind, path, message, status };
  return new Error(`${kind}: ${path} ${message}`, { cause });
}
