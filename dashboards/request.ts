import type { Message } from '../catalogue/refusal.ts';
import { apiRoot, type Problem } from './ask.ts';
import { askToSignIn } from './to-sign-in.ts';

/** Why a request came to nothing: no answer at all, a "no" with its reason, or a fault of the server. */
export interface Failure {
  readonly kind: 'offline' | 'refused' | 'broken';
  readonly status: number;
  readonly message: Message;
}

export type Outcome<Answer> =
  | { readonly answer: Answer; readonly status: number; readonly failure?: undefined }
  | { readonly failure: Failure; readonly answer?: undefined };

/** The server's time of its last answer: the pages read no clock of their own, which may be anything. */
export let servedAt: Date | undefined;

/** Where a 401 is an answer and not the door. */
const doors = ['sign-in', 'links/use', 'me/password'];

export async function request<Answer>(path: string, body?: object): Promise<Outcome<Answer>> {
  const options: RequestInit = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : { headers: { accept: 'application/json' } };
  const response = await fetch(apiRoot + path, options).catch((error: unknown) => offline(String(error)));
  if (!(response instanceof Response)) return { failure: response };
  noteTime(response.headers.get('date'));
  if (response.status === 401 && !doors.includes(path)) askToSignIn();
  return outcomeOf(response.status, await response.text().catch(() => ''));
}

/** What is asked for anew each time; a rejection shows the page's state "failed". */
export async function answerOf<Answer>(path: string): Promise<Answer> {
  const { answer, failure } = await request<Answer>(path);
  if (failure === undefined) return answer;
  const message = `${failure.message.zh} | ${failure.message.en}`;
  const kind = failure.kind === 'offline' ? 'unreachable' : 'refused';
  throw new Error(message, { cause: { kind, path, message, status: failure.status } satisfies Problem });
}

/** Sends a form with files; only XMLHttpRequest tells how much has left the machine. */
export function send<Answer>(
  path: string,
  form: FormData,
  progress: (share: number) => void,
): { readonly outcome: Promise<Outcome<Answer>>; abort(): void } {
  const call = new XMLHttpRequest();
  const outcome = new Promise<Outcome<Answer>>((resolve) => {
    call.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    call.onload = () => {
      noteTime(call.getResponseHeader('date'));
      if (call.status === 401) askToSignIn();
      resolve(outcomeOf(call.status, call.responseText));
    };
    call.onerror = () => resolve({ failure: offline('network') });
    call.onabort = () => resolve({ failure: offline('aborted') });
    call.open('POST', apiRoot + path);
    call.setRequestHeader('accept', 'application/json');
    call.send(form);
  });
  return { outcome, abort: () => call.abort() };
}

function noteTime(date: string | null): void {
  if (date) servedAt = new Date(date);
}

function offline(detail: string): Failure {
  return { kind: 'offline', status: 0, message: { zh: detail, en: detail } };
}

function outcomeOf<Answer>(status: number, text: string): Outcome<Answer> {
  const answer = parsed(text);
  if (status >= 200 && status < 300 && answer !== undefined) return { answer: answer as Answer, status };
  const said = (answer as { message?: unknown } | undefined)?.message;
  const message = inBoth(typeof said === 'string' ? said : `HTTP ${status}`);
  return { failure: { kind: status >= 500 ? 'broken' : 'refused', status, message } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The API says things in both languages at once: `中文 | English`. */
export function inBoth(said: string): Message {
  const [zh = '', en = zh] = said.split(' | ');
  return { zh, en };
}
