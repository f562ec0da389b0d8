import { type AccountRole, accountRoles } from '../../catalogue/roles.ts';

/** A value of the claim, the role that it gives, and whose detail: codes, or the claim that holds them. */
export interface ClaimRule {
  readonly value: string;
  readonly role: AccountRole;
  readonly codes: readonly string[];
  readonly codesFrom: string | null;
}

export type Claims = Readonly<Record<string, unknown>>;

const scoped = String.raw`(?:park|tenant):(?:@[\w.:/-]+|[\w-]+(?:,[\w-]+)*)`;
const rule = `[^=;]+=(?:officer|analyst|admin|${scoped})`;
/** `value=role`, separated by semicolons; `park` and `tenant` name codes, or with @ the claim that holds them. */
export const claimRulesForm = new RegExp(`^(?:${rule}(?:;${rule})*)?$`);

export function claimRules(text: string): ClaimRule[] {
  return text
    .split(';')
    .filter(Boolean)
    .map((one) => {
      const at = one.lastIndexOf('=');
      const [role = '', codes = ''] = one.slice(at + 1).split(/:(.*)/s);
      return {
        value: one.slice(0, at).trim(),
        role: accountRoles.find((known) => known === role) as AccountRole,
        codes: codes.startsWith('@') || codes === '' ? [] : codes.split(','),
        codesFrom: codes.startsWith('@') ? codes.slice(1) : null,
      };
    });
}

export interface ClaimedRoles {
  readonly roles: readonly AccountRole[];
  readonly parks: readonly string[];
  readonly tenants: readonly string[];
}

/** The roles that somebody's claims give; a park or tenant without a code gives none. */
export function rolesOf(claims: Claims, claim: string, rules: readonly ClaimRule[]): ClaimedRoles {
  const values = texts(claims[claim]);
  const given = rules
    .filter(({ value }) => values.includes(value))
    .map(({ role, codes, codesFrom }) => ({ role, codes: codesFrom ? texts(claims[codesFrom]) : codes }))
    .filter(({ role, codes }) => codes.length > 0 || (role !== 'park' && role !== 'tenant'));
  const codesOf = (wanted: AccountRole) => [
    ...new Set(given.filter(({ role }) => role === wanted).flatMap(({ codes }) => codes)),
  ];
  return {
    roles: [...new Set(given.map(({ role }) => role))],
    parks: codesOf('park'),
    tenants: codesOf('tenant'),
  };
}

function texts(value: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === 'string');
}
