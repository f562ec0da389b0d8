import { Refusal } from '../../catalogue/refusal.ts';
import { findToken, useToken } from '../../warehouse/access-tokens.ts';
import { hasAccounts } from '../../warehouse/accounts.ts';
import type { Database } from '../../warehouse/database.ts';
import { findSession, seeSession } from '../../warehouse/sessions.ts';
import type { Request } from '../server.ts';
import { sessionToken } from './cookie.ts';
import { atThisMachine, isLocal, type Reader, readerOf, stranger } from './reader.ts';
import { hashOf } from './secret-text.ts';

/** How long a browser stays signed in: without being used, and at most. */
export const sessionIdleMs = 2 * 3600_000;
export const sessionMs = 12 * 3600_000;
/** The last use is written down no more often than this. */
const noteUseMs = 60_000;
const mostRemembered = 5_000;

export interface AccessOptions {
  /** `auto`: while there is no account, whoever is at this machine is officer and administrator. */
  readonly signIn: 'auto' | 'required';
  /** Published numbers for whoever has signed in, or for all. */
  readonly published: 'signed-in' | 'open';
  /** Cookies go over https only, because pages are reached by https. */
  readonly secureCookies?: boolean;
  /** Every request is this reader's: a program asks its own API, as when the pages are baked. */
  readonly as?: Reader;
}

/** What opens a door until it is over. */
interface Known {
  readonly reader: Reader;
  readonly ends: number;
  /** Null: a token, which may rest. */
  readonly idleMs: number | null;
  readonly note: (at: Date) => Promise<void>;
  used: number;
}

export interface Readers {
  /** Who asks; at once where it is remembered. Refused: a token that opens nothing. */
  of(request: Request): Reader | Promise<Reader>;
  forget(): void;
}

/** Tells who asks. What was looked up is remembered while changes of accounts can be heard (`listening`). */
export function createReaders(
  database: Database,
  now: () => Date,
  { signIn, as }: AccessOptions,
  listening: () => boolean,
): Readers {
  const remembered = new Map<string, Known>();
  let accounts: boolean | undefined;
  let asking: Promise<boolean> | undefined;

  const withoutName = (request: Request): Reader | Promise<Reader> => {
    if (signIn !== 'auto' || accounts === true || !isLocal(request)) return stranger;
    if (accounts === false && listening()) return atThisMachine;
    asking ??= hasAccounts(database).finally(() => {
      asking = undefined;
    });
    return asking.then((found) => {
      accounts = found;
      return found ? stranger : atThisMachine;
    });
  };

  const holder = (secret: string, look: Look): Reader | undefined | Promise<Reader | undefined> => {
    const hash = hashOf(secret);
    const key = hash.toString('base64');
    const known = listening() ? remembered.get(key) : undefined;
    if (known) return current(known, now());
    return look(database, hash).then((found) => {
      if (!found) return undefined;
      if (remembered.size >= mostRemembered) remembered.clear();
      if (listening()) remembered.set(key, found);
      return current(found, now());
    });
  };

  return {
    of(request) {
      if (as) return as;
      const bearer = bearerOf(request);
      if (bearer !== undefined) return chain(holder(bearer, lookAtToken), (found) => found ?? noToken());
      const cookie = sessionToken(request);
      if (cookie === undefined) return withoutName(request);
      return chain(holder(cookie, lookAtSession), (found) => found ?? withoutName(request));
    },
    forget() {
      remembered.clear();
      if (accounts === false) accounts = undefined;
      asking = undefined;
    },
  };
}

type Look = (database: Database, hash: Buffer) => Promise<Known | undefined>;

const lookAtSession: Look = async (database, hash) => {
  const session = await findSession(database, hash);
  if (!session) return undefined;
  return {
    reader: readerOf(session.account, 'session'),
    ends: session.ends_at.getTime(),
    idleMs: sessionIdleMs,
    used: session.seen_at.getTime(),
    note: (at) => seeSession(database, hash, at),
  };
};

const lookAtToken: Look = async (database, hash) => {
  const found = await findToken(database, hash);
  if (!found) return undefined;
  const { token, account } = found;
  return {
    reader: readerOf(account, 'token'),
    ends: token.expires_at.getTime(),
    idleMs: null,
    used: token.last_used_at?.getTime() ?? 0,
    note: (at) => useToken(database, token.token_id, at),
  };
};

/** The reader, if it is not over; its use is noted now and then. */
function current(known: Known, at: Date): Reader | undefined | Promise<Reader | undefined> {
  const time = at.getTime();
  if (time >= known.ends || (known.idleMs !== null && time - known.used >= known.idleMs)) return undefined;
  if (time - known.used < noteUseMs) return known.reader;
  known.used = time;
  return known.note(at).then(() => known.reader);
}

function bearerOf({ headers }: Request): string | undefined {
  const [, bearer] = /^bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return bearer;
}

/** Waits only for what is not there yet. */
function chain<From, To>(
  value: From | Promise<From>,
  next: (value: From) => To | Promise<To>,
): To | Promise<To> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function noToken(): never {
  throw new Refusal('sign_in_required', {
    zh: '访问令牌无效、已过期或已停用，请在账户页面重新生成',
    en: 'The access token is not valid, over or ended: make a new one on the accounts page',
  });
}
