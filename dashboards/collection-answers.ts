import type { DeliveryChanges, Impact } from '../api/collection.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';

export type { GrowthFlip, MovedCell, RowChange } from '../api/collection.ts';

/** What the API answers about the collection, as far as the pages read it. */
export type DeliveryState =
  | 'in_force'
  | 'accepted'
  | 'superseded'
  | 'needs_confirming'
  | 'needs_fixing'
  | 'withdrawn'
  | 'refused';

export interface Step {
  readonly at: string;
  readonly state: string;
  readonly actor: string;
  readonly reason_code: string | null;
  readonly note: string | null;
}

export interface Delivery {
  readonly id: string;
  readonly sha256: string;
  readonly file_name: string;
  readonly uscc: string | null;
  readonly periods: readonly string[];
  readonly state: DeliveryState;
  readonly format: string | null;
  readonly encoding: string | null;
  readonly template: string | null;
  readonly part_count: number | null;
  readonly recognition: {
    readonly tenant_from: string | null;
    readonly sample: readonly { readonly header: string; readonly column: string; readonly value: string }[];
    readonly parts: readonly string[];
    readonly skipped: readonly string[];
  } | null;
  readonly received_at: string;
  readonly rows_read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly set_aside: number;
  readonly finding_counts: Readonly<
    Record<'must_fix' | 'confirm_open' | 'confirm_done' | 'notice' | 'set_aside', number>
  >;
  readonly version: {
    readonly number: number;
    readonly of: number;
    readonly previous: string | null;
    readonly next: string | null;
  };
  readonly supersedes: string | null;
  readonly ignored_columns: readonly string[];
  readonly refusal: (Message & { readonly id: string }) | null;
}
export interface DeliveryDetails extends Delivery {
  readonly steps: readonly Step[];
}

export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly class: RuleClass;
  readonly part: string | null;
  readonly row: number | null;
  readonly period: string | null;
  readonly column: string | null;
  readonly value: string | null;
  readonly state: 'open' | 'confirmed' | 'told';
  readonly confirmation: {
    readonly reason: Message;
    readonly note: string | null;
    readonly by: string;
    readonly at: string;
  } | null;
  readonly message: Message;
}

export interface FindingGroup {
  readonly rule: string;
  readonly class: RuleClass;
  readonly column: string | null;
  readonly count: number;
  readonly open: number;
  readonly message: Message;
}

export interface Findings {
  readonly total: number;
  readonly groups: readonly FindingGroup[];
  readonly rows: readonly Finding[];
  readonly reason: string | null;
}

export interface DeliveryList {
  readonly total: number;
  readonly rows: readonly Delivery[];
}

export interface Changes extends DeliveryChanges {
  readonly total: number;
  readonly reason: string | null;
}
export type { Impact };

/** What came of an act: where the delivery now stands. */
export interface Acted {
  readonly delivery_id: string;
  readonly state: DeliveryState | 'accepted';
  readonly confirmed: number;
  readonly open: number;
}

export interface Tenant {
  readonly uscc: string;
  readonly name_zh: string;
  readonly parks: readonly string[];
}

/** A tenant's month as the newest release has it. */
export interface TenantMonth {
  readonly period: string;
  readonly release: string;
  readonly value: string;
}

export type ReportState = 'received' | 'held' | 'needs_fixing' | 'refused' | 'withdrawn' | 'not_received';

export interface TenantReport {
  readonly uscc: string;
  readonly name_zh: string;
  readonly park: string;
  readonly expected: boolean;
  readonly sources: readonly string[];
  readonly state: ReportState;
  readonly received_at: string | null;
  readonly late: boolean;
  readonly nil: boolean;
  readonly share_of_last_12_months: string | null;
}

export interface Reminder {
  readonly uscc: string;
  readonly name_zh: string;
  readonly state: ReportState;
  readonly share: string | null;
  readonly coverage_after: string | null;
}

export interface MonthQuality {
  readonly period: string;
  readonly expected: number;
  readonly received: number;
  readonly late: number;
  readonly nil: number;
  readonly held: number;
  readonly coverage: { readonly count: string | null; readonly value: string | null };
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
  readonly tenants: readonly TenantReport[];
  readonly reminders: readonly Reminder[];
  readonly reminder: Message | null;
}
