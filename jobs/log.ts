import { AsyncLocalStorage } from 'node:async_hooks';
import { maskNumbers } from '../catalogue/cells.ts';
import type { Settings } from './settings.ts';
import { withoutSecret } from './strike-out.ts';

/** What happened, beside when. */
export interface LogEvent {
  readonly message: string;
  /** The station of a job's run. */
  readonly station?: string;
  readonly duration_ms?: number;
  /** How a run ended. */
  readonly state?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

export interface Log {
  info(event: LogEvent): void;
  warn(event: LogEvent): void;
  error(event: LogEvent): void;
}

export type LogForm = 'text' | 'json' | 'off';
type Level = keyof Log;

/** The run within which something happens. */
interface RunAround {
  readonly job: string;
  readonly run: string;
  readonly slot: string;
}

const around = new AsyncLocalStorage<RunAround>();

/** Whatever `work` logs, at any depth, bears the number of the run. */
export function withinRun<T>(run: RunAround, work: () => Promise<T>): Promise<T> {
  return around.run(run, work);
}

/** Of a program that is to say nothing. */
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const longest = 4_000;

/**
 * One line for each event: JSON for machines, or text for people. No event holds cells or names of files; as a last net,
 * phone and identity numbers and the secrets of the configuration are struck out of every text.
 */
export function createLog(
  form: LogForm,
  write: (line: string) => void,
  now: () => Date,
  secrets: readonly string[] = [],
): Log {
  if (form === 'off') return silent;
  const clean = (text: string) =>
    maskNumbers(secrets.reduce((said, secret) => withoutSecret(said, secret), text)).slice(0, longest);
  const lineOf = form === 'json' ? jsonLine : textLine;
  const put = (level: Level) => (event: LogEvent) =>
    write(`${lineOf(now(), level, around.getStore(), { ...event, message: clean(event.message) })}\n`);
  return { info: put('info'), warn: put('warn'), error: put('error') };
}

function jsonLine(time: Date, level: Level, run: RunAround | undefined, event: LogEvent): string {
  const { message, ...rest } = event;
  return JSON.stringify({ time: time.toISOString(), level, ...run, ...rest, message });
}

const levels = { info: '', warn: '注意 warning: ', error: '错误 error: ' } as const satisfies Record<
  Level,
  string
>;

function textLine(time: Date, level: Level, run: RunAround | undefined, event: LogEvent): string {
  const { station, message, duration_ms, counts } = event;
  const what = [
    run ? `[${run.job} ${run.slot} #${run.run}]` : '',
    station ?? '',
    `${levels[level]}${message}`,
    duration_ms === undefined ? '' : `(${duration_ms} ms)`,
    counts
      ? Object.entries(counts)
          .map(([name, count]) => `${name} ${count}`)
          .join(', ')
      : '',
  ];
  return [time.toISOString(), ...what].filter(Boolean).join(' ');
}

/**
 * The log of this process, on standard error. Unless PARKSTAT_LOG says otherwise only a program that goes on running has
 * one: text on a terminal, else JSON.
 */
export function logOf(settings: Settings, goesOn: boolean, now: () => Date): Log {
  const byItself = goesOn ? (process.stderr.isTTY ? 'text' : 'json') : 'off';
  const form = settings.log === 'auto' ? byItself : settings.log;
  return createLog(form, (line) => process.stderr.write(line), now, secretsIn(settings));
}

/** What stands in the configuration and must not stand in a log. */
function secretsIn({ secretKey, oidc, databaseUrl, mail }: Settings): string[] {
  const passwords = [databaseUrl, mail?.url].map((url) => {
    const { password = '' } = (url && URL.parse(url)) || {};
    return decodeURIComponent(password);
  });
  return [secretKey, oidc?.clientSecret, ...passwords].filter(
    (secret) => secret !== undefined && !!secret,
  ) as string[];
}
