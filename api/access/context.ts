import type { Context } from '../server.ts';
import type { Oidc } from './oidc.ts';
import type { PasswordCost } from './password.ts';
import type { AccessOptions, Readers } from './readers.ts';

/** What the routes of accounts work with. */
export interface AccessContext extends Context {
  readonly readers: Readers;
  readonly options: AccessOptions;
  readonly oidc: Oidc | null;
  readonly cost: PasswordCost;
}
