import type { Message } from '../../catalogue/refusal.ts';
import type {
  Changes,
  DeliveryDetails,
  DeliveryList,
  Findings,
  Impact,
  Tenant,
  TenantMonth,
} from '../collection-answers.ts';
import type { Failure } from '../request.ts';
import type { Check } from './check.ts';
import type { HandInView } from './view.ts';

/** How far a file has come. */
export type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking'; readonly file: File; readonly share: number }
  /** Something must be corrected: the clerk decides. */
  | { readonly kind: 'checked'; readonly file: File; readonly check: Check }
  /** Refused on this machine; nothing was sent. */
  | { readonly kind: 'stopped'; readonly file: File; readonly message: Message }
  | { readonly kind: 'sending'; readonly file: File; readonly check: Check | null; readonly share: number }
  | { readonly kind: 'failed'; readonly file: File; readonly check: Check | null; readonly failure: Failure }
  | { readonly kind: 'reading'; readonly id: string }
  | { readonly kind: 'unreadable'; readonly id: string; readonly failure: Failure }
  | ({ readonly kind: 'judged' } & Judged);

export interface Judged {
  readonly delivery: DeliveryDetails;
  readonly findings: Findings;
  /** The same bytes had been delivered before. */
  readonly again: boolean;
  /** As long as the page has the file itself, it can show its rows. */
  readonly source: { readonly file: File; readonly check: Check } | null;
  readonly changes: Changes | null;
  readonly impact: Impact | null;
  /** What the last act came to. */
  readonly said: string | null;
}

/** What is known of the tenant that was chosen, or that the delivery is of. */
export interface Standing {
  readonly uscc: string;
  readonly history: DeliveryList | null;
  readonly months: readonly TenantMonth[];
}

/** Everything that the page shows. */
export interface Session {
  readonly view: HandInView;
  readonly tenants: readonly Tenant[];
  /** Months that may be chosen, the latest first. */
  readonly periods: readonly string[];
  readonly stage: Stage;
  readonly standing: Standing | null;
}

/** What a person can do on the page. */
export interface Acts {
  take(file: File): void;
  send(file: File, check: Check | null): void;
  reset(): void;
  cancel(): void;
  retry(): void;
  choose(change: Partial<HandInView>): void;
  /** Language and theme. */
  look(change: Pick<HandInView, 'language' | 'theme'>): void;
  confirm(what: ConfirmWhat, why: Why): Promise<string | null>;
  move(verb: 'withdraw' | 'reinstate', why: Why): Promise<string | null>;
}

export type ConfirmWhat =
  | { readonly finding: string }
  | { readonly rule: string; readonly column: string | null };

export interface Why {
  readonly reason_code: string;
  readonly note: string;
  readonly by: string;
}

export function tenantName(tenants: readonly Tenant[], uscc: string | null): string {
  if (uscc === null) return '—';
  return tenants.find((tenant) => tenant.uscc === uscc)?.name_zh ?? uscc;
}
