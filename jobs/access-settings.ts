import { type ClaimRule, claimRules, claimRulesForm } from '../api/access/claims.ts';
import { Refusal } from '../catalogue/refusal.ts';

/** Who may come in, as the environment says. */
export interface AccessSettings {
  /** Whether whoever is at this machine may do all while there is no account, or signing in is always required. */
  readonly signIn: 'auto' | 'required';
  /** Published numbers for whoever has signed in, or for all. */
  readonly published: 'signed-in' | 'open';
  /** Where people reach the pages, with a slash at the end; null: at HOST and PORT. */
  readonly publicUrl: URL | null;
  readonly oidc: OidcSettings | null;
}

/** How people sign in at an identity provider. */
export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly claim: string;
  readonly rules: readonly ClaimRule[];
  readonly label: string;
}

/** An environment variable: its default, its form, and the form in words. */
export interface Variable {
  readonly default: string;
  readonly form: RegExp;
  readonly zh: string;
  readonly en: string;
}

export const accessVariables = {
  PARKSTAT_SIGN_IN: {
    default: 'auto',
    form: /^(auto|required)$/,
    zh: 'auto或required',
    en: 'auto or required',
  },
  PARKSTAT_PUBLISHED: {
    default: 'signed-in',
    form: /^(signed-in|open)$/,
    zh: 'signed-in或open',
    en: 'signed-in or open',
  },
  PARKSTAT_PUBLIC_URL: {
    default: '',
    form: /^(https?:\/\/[\w.:[\]-]+(\/[\w./-]*)?)?$/,
    zh: 'https://…形式的地址',
    en: 'an address like https://…',
  },
  PARKSTAT_OIDC_ISSUER: {
    default: '',
    // Plain http only within this machine: whoever reads the line could be anybody.
    form: /^(https:\/\/\S+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/\S*)?)?$/,
    zh: 'https://…形式的地址',
    en: 'an address like https://…',
  },
  PARKSTAT_OIDC_CLIENT: {
    default: '',
    form: /^\S*$/,
    zh: '客户端标识，无空格',
    en: 'the client id, without spaces',
  },
  PARKSTAT_OIDC_SECRET: {
    default: '',
    form: /^\S*$/,
    zh: '客户端密钥，无空格',
    en: 'the client secret, without spaces',
  },
  PARKSTAT_OIDC_CLAIM: {
    default: 'groups',
    form: /^[\w.:/-]{1,100}$/,
    zh: '声明的名称，如groups',
    en: 'the name of a claim, like groups',
  },
  PARKSTAT_OIDC_ROLES: {
    default: '',
    form: claimRulesForm,
    zh: '值=角色，以分号分隔，如officers=officer;park1=park:P01;firms=tenant:@uscc',
    en: 'value=role, separated by semicolons, like officers=officer;park1=park:P01;firms=tenant:@uscc',
  },
  PARKSTAT_OIDC_NAME: {
    default: '统一身份认证',
    form: /^[^<>\n]{1,40}$/,
    zh: '至多40字的名称',
    en: 'a name of at most 40 characters',
  },
} as const satisfies Record<string, Variable>;
type Name = keyof typeof accessVariables;

export function readAccess(get: (name: Name) => string): AccessSettings {
  return {
    signIn: get('PARKSTAT_SIGN_IN') as AccessSettings['signIn'],
    published: get('PARKSTAT_PUBLISHED') as AccessSettings['published'],
    publicUrl: publicUrlOf(get('PARKSTAT_PUBLIC_URL')),
    oidc: oidcOf(get),
  };
}

function publicUrlOf(text: string): URL | null {
  if (text === '') return null;
  if (URL.canParse(text)) return new URL(text.endsWith('/') ? text : `${text}/`);
  throw new Refusal('configuration', {
    zh: `环境变量PARKSTAT_PUBLIC_URL的值“${text}”无效，应为https://…形式的地址`,
    en: 'PARKSTAT_PUBLIC_URL is not valid: it must be an address like https://…',
  });
}

/** All or nothing: an identity provider that is half told would lock everybody out. */
function oidcOf(get: (name: Name) => string): OidcSettings | null {
  const issuer = get('PARKSTAT_OIDC_ISSUER');
  if (issuer === '') return null;
  const needed = [
    'PARKSTAT_OIDC_CLIENT',
    'PARKSTAT_OIDC_SECRET',
    'PARKSTAT_OIDC_ROLES',
    'PARKSTAT_PUBLIC_URL',
  ] as const;
  for (const name of needed)
    if (get(name) === '')
      throw new Refusal('configuration', {
        zh: `设置了PARKSTAT_OIDC_ISSUER，还须设置${name}`,
        en: `With PARKSTAT_OIDC_ISSUER, ${name} must be set too`,
      });
  return {
    issuer: new URL(issuer),
    clientId: get('PARKSTAT_OIDC_CLIENT'),
    clientSecret: get('PARKSTAT_OIDC_SECRET'),
    claim: get('PARKSTAT_OIDC_CLAIM'),
    rules: claimRules(get('PARKSTAT_OIDC_ROLES')),
    label: get('PARKSTAT_OIDC_NAME'),
  };
}
