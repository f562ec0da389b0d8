import type { Message } from './refusal.ts';

/** Who somebody is to parkstat. `reader` is whoever has not signed in; no account has it. */
export const roles = {
  officer: { zh: '统计人员', en: 'Statistics officer' },
  analyst: { zh: '分析人员', en: 'Analyst' },
  park: { zh: '园区', en: 'Park' },
  tenant: { zh: '企业', en: 'Tenant' },
  admin: { zh: '管理员', en: 'Administrator' },
  reader: { zh: '未登录', en: 'Not signed in' },
} as const satisfies Record<string, Message>;
export type Role = keyof typeof roles;
export type AccountRole = Exclude<Role, 'reader'>;
export const accountRoles = Object.keys(roles).filter((role) => role !== 'reader') as AccountRole[];

/**
 * Whose tenant detail somebody sees: everybody's; or that of named tenants, and that of parks about the months in which
 * the tenants were members. Published numbers have no scope.
 */
export type Scope = 'all' | { readonly parks: readonly string[]; readonly tenants: readonly string[] };
export const noScope: Scope = { parks: [], tenants: [] };

interface CapabilityEntry {
  readonly roles: readonly Role[];
  /** Answers depend on whose tenant detail the reader sees; elsewhere handlers are told no scope. */
  readonly scoped?: true;
  /** `reader` has it only where the configuration opens published numbers to all. */
  readonly opened?: true;
}

const signedIn = ['officer', 'analyst', 'park', 'tenant', 'admin'] as const;
const detailed = ['officer', 'park', 'tenant'] as const;

/** What may be done, and by whom. Every route names one. */
export const capabilities = {
  /** Health, signing in, the files of the pages: nothing of anybody's data. */
  anyone: { roles: [...signedIn, 'reader'] },
  /** Published numbers and the catalogue behind them. */
  published: { roles: [...signedIn, 'reader'], opened: true },
  /** Published things that also tell of tenants within the reader's scope, such as a trace or a manifest. */
  published_detail: { roles: [...signedIn, 'reader'], opened: true, scoped: true },
  /** Queries saved under one's own name. */
  queries: { roles: ['officer', 'analyst', 'park'] },
  /** Exports of published numbers beyond the limits of a request, and SQL over released files. */
  exports: { roles: ['officer', 'analyst', 'park'] },
  /** Reading deliveries, findings, quality and what else tells of single tenants. */
  detail: { roles: detailed, scoped: true },
  /** The state of a month's collection, what waits, and whom to remind. */
  month: { roles: ['officer', 'park'], scoped: true },
  /** Handing in files. */
  hand_in: { roles: detailed, scoped: true },
  /** Confirming and revoking findings, withdrawing and reinstating deliveries. */
  answer: { roles: detailed, scoped: true },
  /** Drafts and what they would move: the statistics officer's desk. */
  desk: { roles: ['officer'], scoped: true },
  /** Notes and estimates: acts that change what is published. */
  statistics: { roles: ['officer'], scoped: true },
  /** One's own account: name, password, tokens. */
  own_account: { roles: signedIn },
  /** Accounts of others. */
  accounts: { roles: ['admin'] },
  /** Who did what, and who read what. */
  audit: { roles: ['admin'] },
  /** How the program itself is doing: metrics. */
  operation: { roles: ['officer', 'admin'] },
} as const satisfies Record<string, CapabilityEntry>;
export type Capability = keyof typeof capabilities;
export const capabilityIds = Object.keys(capabilities) as Capability[];

/** Whether any of these roles has a capability; `opened`: published numbers are open to who has not signed in. */
export function mayUse(held: readonly Role[], capability: Capability, opened: boolean): boolean {
  const entry: CapabilityEntry = capabilities[capability];
  return held.some((role) => entry.roles.includes(role) && (role !== 'reader' || opened || !entry.opened));
}

export function isScoped(capability: Capability): boolean {
  return 'scoped' in capabilities[capability];
}

/** One text for each scope, equal for equal scopes. */
export function scopeKey(scope: Scope): string {
  if (scope === 'all') return 'all';
  return JSON.stringify([[...scope.parks].sort(), [...scope.tenants].sort()]);
}
