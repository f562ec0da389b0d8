import { type AccountRole, noScope, type Role, type Scope } from '../../catalogue/roles.ts';
import type { Request } from '../server.ts';

/** Who signed in. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly display_name: string;
  readonly roles: readonly AccountRole[];
}

/** On whose behalf a request is answered. */
export interface Reader {
  /** Null: nobody signed in, or somebody at this machine while there are no accounts. */
  readonly account: Account | null;
  readonly roles: readonly Role[];
  /** Whose tenant detail the answer may hold; none where the route's capability has no scope. */
  readonly scope: Scope;
}

export const stranger: Reader = { account: null, roles: ['reader'], scope: noScope };
/** Whoever is at this machine while no account exists. */
export const atThisMachine: Reader = { account: null, roles: ['officer', 'admin'], scope: 'all' };

/** Sees what is published, and nothing of single tenants: for what is baked and handed out. */
export const anyAnalyst: Reader = { account: null, roles: ['analyst'], scope: noScope };

/** Asked for under a name of this machine: not through a proxy, nor under a name that somebody pointed here. */
export function isLocal({ headers, ip }: Request): boolean {
  if (['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers)) return false;
  const name = (headers.host ?? '').replace(/:\d+$/, '');
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(name) && /^(::ffff:)?127\.|^::1$/.test(ip);
}
