import { type AccountRole, noScope, type Role, type Scope } from '../../catalogue/roles.ts';
import { type Account, scopeOf } from '../../warehouse/accounts.ts';
import type { Request } from '../server.ts';

/** On whose behalf a request is answered. */
export interface Reader {
  /** Null: nobody signed in, or somebody at this machine while there are no accounts. */
  readonly account: Account | null;
  readonly roles: readonly Role[];
  /** Whose tenant detail the answer may hold; none where the route's capability has no scope. */
  readonly scope: Scope;
  readonly by: 'nobody' | 'local' | 'session' | 'token';
}

export const stranger: Reader = { account: null, roles: ['reader'], scope: noScope, by: 'nobody' };
/** Whoever is at this machine while no account exists. */
export const atThisMachine: Reader = {
  account: null,
  roles: ['officer', 'admin'],
  scope: 'all',
  by: 'local',
};
/** Sees what is published, and nothing of single tenants: for what is baked and handed out. */
export const anyAnalyst: Reader = { account: null, roles: ['analyst'], scope: noScope, by: 'local' };

export function readerOf(account: Account, by: 'session' | 'token'): Reader {
  return { account, roles: account.roles as readonly AccountRole[], scope: scopeOf(account), by };
}

/** How the audit names a reader. */
export function auditName({ account, by }: Reader): string {
  return account?.name ?? (by === 'local' ? 'local' : '-');
}

/** Asked for under a name of this machine: not through a proxy, nor under a name that somebody pointed here. */
export function isLocal({ headers, ip }: Request): boolean {
  if (['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers)) return false;
  const name = (headers.host ?? '').replace(/:\d+$/, '');
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(name) && /^(::ffff:)?127\.|^::1$/.test(ip);
}
