declare global {
  var parkstatFirst: Readonly<Record<string, unknown>> | undefined;
}

/** Why there is no answer, as `cause` of the error that `ask` rejects with. */
export interface Problem {
  readonly kind: 'not_carried' | 'unreachable' | 'refused';
  readonly path: string;
  readonly message: string;
}

/** From a folder there is no API: only what the page carries with it can be shown. */
export const fromFolder = globalThis.location?.protocol === 'file:';

export const apiRoot = './api/v1/';

const asked = new Map<string, Promise<unknown>>();
const unanswered = new Set<string>();
let round = new AbortController();

/** True where `ask` can succeed at all. */
export function canAsk(path: string): boolean {
  return !fromFolder || Object.hasOwn(globalThis.parkstatFirst ?? {}, path);
}

/**
 * The answer to an API path, like `releases`: carried with the page, known since it was opened, or fetched.
 * One page shows one state of knowledge: an answer is asked for once, and again only after it failed.
 */
export function ask<Answer>(path: string): Promise<Answer> {
  const carried = globalThis.parkstatFirst?.[path];
  if (carried !== undefined) return Promise.resolve(carried as Answer);
  const known = asked.get(path);
  if (known) return known as Promise<Answer>;
  const answer = fetchAnswer(path, round.signal);
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
  return cause?.kind ? cause : { kind: 'unreachable', path: '', message: String(error) };
}

async function fetchAnswer(path: string, signal: AbortSignal): Promise<unknown> {
  if (fromFolder) throw failure('not_carried', path, '');
  const response = await fetch(apiRoot + path, { headers: { accept: 'application/json' }, signal }).catch(
    (error) => {
      throw failure('unreachable', path, String(error));
    },
  );
  const answer = await response.json().catch(() => undefined);
  if (!response.ok || answer === undefined) throw failure('refused', path, refusalText(response, answer));
  return answer;
}

/** The API's refusal carries a sentence; a proxy's error page does not. */
function refusalText(response: Response, answer: unknown): string {
  const message = (answer as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : `HTTP ${response.status}`;
}

function failure(kind: Problem['kind'], path: string, message: string): Error {
  const cause: Problem = { kind, path, message };
  return new Error(`${kind}: ${path} ${message}`, { cause });
}
