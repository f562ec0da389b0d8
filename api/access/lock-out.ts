import { createHash } from 'node:crypto';
import { Refusal } from '../../catalogue/refusal.ts';
import type { Database } from '../../warehouse/database.ts';
import { countAttempt, failuresUnder, forgetAttempts } from '../../warehouse/sign-in-attempts.ts';

/** Failures before a wait begins: of one name from one address, of a name from anywhere, of an address for any name. */
const patience = { pair: 5, name: 20, address: 30 } as const;
const longestWaitMs = 15 * 60_000;

interface Attempt {
  readonly pair: string;
  readonly name: string;
  readonly address: string;
}

/** Hashes: a password typed as a name is not kept, nor is who tries whom told by the table. */
export function attemptOf(name: string, address: string): Attempt {
  const key = (kind: string, ...of: string[]) =>
    `${kind} ${createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 32)}`;
  return { pair: key('pair', name, address), name: key('name', name), address: key('address', address) };
}

/**
 * Refuses while a wait is on, the same for names that exist and that do not; else counts the attempt as failed until
 * `succeeded` says otherwise. A wait begins with a second and doubles with each further failure, up to a quarter of an hour.
 */
export async function admitAttempt(database: Database, attempt: Attempt, at: Date): Promise<void> {
  const found = await failuresUnder(database, Object.values(attempt), at);
  const waits = (Object.keys(patience) as (keyof Attempt)[]).map((kind) => {
    const known = found.get(attempt[kind]);
    return known ? known.last_at.getTime() + waitAfter(known.failures - patience[kind]) - at.getTime() : 0;
  });
  const longest = Math.max(...waits);
  if (longest > 0) throw locked(Math.ceil(longest / 1000));
  await countAttempt(database, Object.values(attempt), at);
}

/** The count of the address stays: whoever has an account could else try others' for ever. */
export function succeeded(database: Database, { pair, name }: Attempt): Promise<void> {
  return forgetAttempts(database, [pair, name]);
}

/** Milliseconds after so many failures beyond the patience. */
export function waitAfter(beyond: number): number {
  return beyond < 0 ? 0 : Math.min(1000 * 2 ** beyond, longestWaitMs);
}

function locked(seconds: number): Refusal {
  return new Refusal(
    'busy',
    {
      zh: `登录失败次数过多，请${seconds}秒后再试`,
      en: `Too many failed attempts to sign in: try again in ${seconds} s`,
    },
    { seconds },
  );
}
