import type { Message } from '../../catalogue/refusal.ts';
import type { Me } from '../account.ts';
import type { Frame } from '../page.ts';
import type { Failure } from '../request.ts';

/** Answers of the API that this page shows. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly last_used_at: string | null;
}

export interface Listed {
  readonly name: string;
  readonly display_name: string;
  readonly roles: readonly string[];
  readonly parks: readonly string[];
  readonly tenants: readonly string[];
  readonly disabled: boolean;
  readonly has_password: boolean;
  readonly external: boolean;
  readonly seen_at: string | null;
}

export interface Link {
  readonly path: string;
  readonly expires_at: string;
}

export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly account: string;
  readonly kind: 'act' | 'read';
  readonly act: string;
  readonly act_name: { readonly zh: string; readonly en: string } | null;
  readonly target: string;
  readonly outcome: 'done' | 'refused';
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly total?: number;
}

export interface Subscribed {
  readonly id: string;
  readonly address: string;
  readonly park: string;
  readonly indicator: string | null;
  readonly language: 'zh' | 'en';
  readonly created_at: string;
}

export interface Rule {
  readonly id: string;
  readonly address: string;
  readonly text: Message;
  readonly fired: readonly string[];
}

export interface Replayed {
  readonly text: Message;
  readonly releases: number;
  readonly fired: number;
  readonly silent: number;
  readonly rows: readonly {
    readonly release: string;
    readonly outcome: 'fires' | 'silent';
    readonly sentence: Message;
  }[];
}

/** What the part about mails shows, and what its forms choose from. */
export interface Delivery {
  readonly subscriptions: Rows<Subscribed> & { readonly mail: boolean };
  readonly alerts: Rows<Rule>;
  readonly parks: readonly { readonly park_id: string; readonly name_zh: string; readonly name_en: string }[];
  readonly indicators: readonly (Message & {
    readonly id: string;
    readonly unit_zh: string;
    readonly unit_en: string;
  })[];
}

export interface Known {
  readonly me: Me;
  readonly tokens?: Rows<Token> | undefined;
  readonly accounts?: Rows<Listed> | undefined;
  readonly entries?: Rows<Entry> | undefined;
  readonly delivery?: Delivery | undefined;
  readonly failure?: Failure | undefined;
}

/** The page's own parameters. */
export const own = { tab: 'own', account: '', kind: '', offset: '0' };
export type Key = keyof typeof own;
export type AccountsFrame = Frame<Key>;
export const pageRows = 50;
