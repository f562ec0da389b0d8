import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AlertComparison, AlertDirection } from '../catalogue/alerts.ts';

type Exact = ColumnType<string, string | number, string | number>;
type MaybeExact = ColumnType<string | null, string | null, string | null>;

export type OutgoingKind = 'announcement' | 'correction' | 'alert' | 'reminder';

/** Rows of what goes out to people: see migrations/0010-delivery.sql. */
export interface DeliveryTables {
  tenant_contact: { uscc: string; email: string; language: 'zh' | 'en' };
  subscription: {
    subscription_id: GeneratedAlways<string>;
    owner: string;
    address: string;
    park: string;
    indicator: string | null;
    language: 'zh' | 'en';
    created_at: Date;
    ended_at: Date | null;
  };
  alert_rule: {
    rule_id: GeneratedAlways<string>;
    owner: string;
    address: string;
    language: 'zh' | 'en';
    indicator: string;
    park: string;
    mode: string;
    flow: string;
    comparison: AlertComparison;
    direction: AlertDirection;
    threshold: Exact;
    minimum_base: MaybeExact;
    hold_off: number;
    created_at: Date;
    ended_at: Date | null;
  };
  alert_firing: {
    rule_id: Exact;
    period: string;
    release_id: string;
    value: Exact;
    base: MaybeExact;
    fired_at: Date;
  };
  unsubscribe_link: { token_hash: Buffer; subscription_id: MaybeExact; rule_id: MaybeExact };
  outgoing: {
    outgoing_id: GeneratedAlways<string>;
    key: string;
    kind: OutgoingKind;
    period: string;
    release_id: string | null;
    subscription_id: MaybeExact;
    rule_id: MaybeExact;
    uscc: string | null;
    recipient: string | null;
    language: 'zh' | 'en';
    subject: string | null;
    paragraphs: string[] | null;
    queued_at: Date;
    attempts: Generated<number>;
    next_try: Date;
    sent_at: Date | null;
    given_up_at: Date | null;
    last_error: string | null;
  };
  folder_delivery: {
    release_id: string;
    folder: string;
    list_sha256: string;
    documents: number;
    delivered_at: Date;
  };
}
