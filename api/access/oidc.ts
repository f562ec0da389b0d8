import * as client from 'openid-client';
import { Refusal } from '../../catalogue/refusal.ts';
import type { NewAccount } from '../../warehouse/accounts.ts';
import type { Database } from '../../warehouse/database.ts';
import { keepFlow, takeFlow } from '../../warehouse/oidc-flows.ts';
import { type ClaimRule, type Claims, rolesOf } from './claims.ts';
import { hashOf } from './secret-text.ts';

/** What an identity provider says of somebody who signed in there. */
export interface ExternalIdentity {
  /** Issuer and subject: what tells people apart for ever. */
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
  /** Who came back with this query, by a browser that had this state. */
  finish(query: string, state: string, at: Date): Promise<ExternalIdentity>;
  /** Where to sign out there as well; null where the provider has no such place. */
  endUrl(idToken: string): Promise<string | null>;
}

export interface OidcOptions {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly claim: string;
  readonly rules: readonly ClaimRule[];
  readonly label: string;
  /** Where people reach the pages, with a slash at the end. */
  readonly publicUrl: URL;
}

export function createOidc(database: Database, options: OidcOptions): Oidc {
  let known: Promise<client.Configuration> | undefined;
  const provider = () => {
    // Asked again after a failure: the provider may have been away.
    known ??= discover(options).catch((error: unknown) => {
      known = undefined;
      throw providerAway(error);
    });
    return known;
  };
  return {
    label: options.label,
    start: async (returnTo, at) => begin(await provider(), database, options, returnTo, at),
    finish: async (query, state, at) => finish(await provider(), database, options, { query, state, at }),
    endUrl: async (idToken) => {
      const config = await provider().catch(() => undefined);
      if (!config?.serverMetadata().end_session_endpoint) return null;
      const post_logout_redirect_uri = new URL('sign-in.html', options.publicUrl).href;
      return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri }).href;
    },
  };
}

function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<client.Configuration> {
  const insecure = issuer.protocol === 'http:';
  return client.discovery(issuer, clientId, clientSecret, undefined, {
    timeout: 10,
    ...(insecure ? { execute: [client.allowInsecureRequests] } : {}),
  });
}

const callbackOf = ({ publicUrl }: OidcOptions) => new URL('api/v1/oidc/callback', publicUrl);

async function begin(
  config: client.Configuration,
  database: Database,
  options: OidcOptions,
  returnTo: string,
  at: Date,
) {
  const [verifier, state, nonce] = [
    client.randomPKCECodeVerifier(),
    client.randomState(),
    client.randomNonce(),
  ];
  await keepFlow(database, hashOf(state), { verifier, nonce, return_to: returnTo }, at);
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callbackOf(options).href,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  return { url: url.href, state };
}

async function finish(
  config: client.Configuration,
  database: Database,
  options: OidcOptions,
  { query, state, at }: { readonly query: string; readonly state: string; readonly at: Date },
): Promise<ExternalIdentity> {
  const flow = await takeFlow(database, hashOf(state), at);
  if (!flow) throw notSignedIn();
  const url = new URL(`?${query}`, callbackOf(options));
  const tokens = await client
    .authorizationCodeGrant(config, url, {
      pkceCodeVerifier: flow.verifier,
      expectedState: state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    })
    .catch((error: unknown) => {
      throw notSignedIn(error);
    });
  const known = tokens.claims() as Claims & { readonly iss: string; readonly sub: string };
  // Most providers tell groups and names on asking only.
  const told = await client.fetchUserInfo(config, tokens.access_token, known.sub).catch((error: unknown) => {
    throw notSignedIn(error);
  });
  const claims = { ...told, ...known };
  return {
    subject: `${claims.iss} ${claims.sub}`,
    account: accountOf(claims, options),
    id_token: tokens.id_token as string,
    return_to: flow.return_to,
  };
}

/** The account that somebody's claims describe; refused where they give no role. */
export function accountOf(
  claims: Claims & { readonly sub: string },
  { claim, rules }: Pick<OidcOptions, 'claim' | 'rules'>,
): NewAccount {
  const given = rolesOf(claims, claim, rules);
  if (given.roles.length === 0)
    throw new Refusal('forbidden', {
      zh: '您在统一身份认证中没有本系统的角色，请联系管理员',
      en: 'The identity provider gives you no role here: ask an administrator',
    });
  const name = nameOf(claims.preferred_username) ?? nameOf(claims.email) ?? nameOf(`u-${claims.sub}`);
  const display = typeof claims.name === 'string' ? claims.name.trim().slice(0, 60) : '';
  return { name: name as string, display_name: display || (name as string), ...given };
}

function nameOf(text: unknown): string | undefined {
  const name = String(text ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._@-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 60);
  return typeof text === 'string' && name.length >= 2 ? name : undefined;
}

function notSignedIn(cause?: unknown): Refusal {
  return new Refusal(
    'sign_in_required',
    {
      zh: '统一身份认证没有完成或已过期，请重新登录',
      en: 'Signing in at the identity provider did not end well, or took too long: try again',
    },
    {},
    { cause },
  );
}

function providerAway(cause: unknown): Refusal {
  return new Refusal(
    'source_failed',
    {
      zh: '统一身份认证暂时无法访问，请稍后再试',
      en: 'The identity provider cannot be reached: try again later',
    },
    {},
    { cause },
  );
}
