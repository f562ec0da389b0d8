import type { AccountRole } from '../../catalogue/roles.ts';
import { keepToken } from '../../warehouse/access-tokens.ts';
import { addAccount, setPassword } from '../../warehouse/accounts.ts';
import type { Database } from '../../warehouse/database.ts';
import { startSession } from '../../warehouse/sessions.ts';
import { hashPassword, type PasswordCost } from './password.ts';
import { newSecret } from './secret-text.ts';

/** A hash that takes a moment only: the tests are about the doors, not about their weight. */
export const lightCost: PasswordCost = { memory: 64, passes: 1, parallelism: 1 };
export const goodPassword = 'four words in a row';

interface Person {
  readonly roles: readonly AccountRole[];
  readonly parks?: readonly string[];
  readonly tenants?: readonly string[];
}

/** An account with a password. */
export async function makePerson(
  database: Database,
  name: string,
  person: Person,
  at: Date,
): Promise<string> {
  const { roles, parks = [], tenants = [] } = person;
  const account = await addAccount(database, { name, display_name: name, roles, parks, tenants }, 'test', at);
  await setPassword(database, account.account_id, await hashPassword(goodPassword, lightCost));
  return account.account_id;
}

/** The cookie of a new session. */
export async function sessionOf(database: Database, account_id: string, at: Date): Promise<string> {
  const { text, hash } = newSecret();
  const ends_at = new Date(at.getTime() + 12 * 3600_000);
  await startSession(database, {
    token_hash: hash,
    account_id,
    started_at: at,
    ends_at,
    id_token_hint: null,
  });
  return `parkstat_session=${text}`;
}

/** A new access token. */
export async function tokenOf(database: Database, account_id: string, at: Date): Promise<string> {
  const { text, hash } = newSecret('pkt_');
  const expires_at = new Date(at.getTime() + 30 * 24 * 3600_000);
  await keepToken(database, { token_hash: hash, account_id, name: 'test', created_at: at, expires_at });
  return text;
}
