import type { NewAccount } from '../../warehouse/accounts.ts';

/** What an identity provider says of somebody who signed in there. */
export interface ExternalIdentity {
  readonly subject: string;
  readonly account: NewAccount;
  readonly id_token: string;
  readonly return_to: string;
}

/** Signing in at an identity provider; steps that are under way are kept in the database. */
export interface Oidc {
  /** The provider's name as people know it. */
  readonly label: string;
  /** Where to send the browser, and the state that its cookie must bring back. */
  start(returnTo: string, at: Date): Promise<{ readonly url: string; readonly state: string }>;
  finish(query: string, state: string, at: Date): Promise<ExternalIdentity>;
  endUrl(idToken: string): Promise<string | null>;
}
