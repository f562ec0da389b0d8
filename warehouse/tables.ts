import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccountRole } from '../catalogue/roles.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import type { SourceOptions } from '../catalogue/source.ts';

/** Rows as the driver gives them: numeric, bigint and date columns are text, exact. */
type Exact = ColumnType<string, string | number, string | number>;
type Json = ColumnType<unknown, string, string>;

/** Where a delivery stands by itself; whether it is in force follows from the order among accepted ones. */
export type Stage = 'refused' | 'needs_fixing' | 'needs_confirming' | 'accepted' | 'withdrawn';

export interface Tables {
  park: {
    park_id: string;
    name_zh: string;
    name_en: string;
    type: string;
    district: string;
    opened_on: string;
  };
  tenant: { uscc: string; customs_code: string | null; name_zh: string; kind: string; aliases: string };
  membership: { uscc: string; park_id: string; from_day: string; to_day: string | null };
  source: {
    source_id: string;
    uscc: string;
    kind: string;
    location: string;
    template: string;
    semantics: string;
    due_day: number;
    options: ColumnType<SourceOptions, string | undefined, string>;
  };
  source_state: {
    source_id: string;
    last_try: Date;
    last_success: Date | null;
    failures: Generated<number>;
    error_zh: string | null;
    error_en: string | null;
    asked: string | null;
    position: string | null;
    etag: string | null;
    period: string | null;
  };
  source_secret: { source_id: string; key_id: string; nonce: Buffer; sealed: Buffer; set_at: Date };
  fx_rate: {
    month: string;
    currency: string;
    cny_per_100: Exact;
    usd_per_100: ColumnType<string | null, string | null, string | null>;
  };
  job_run: {
    id: GeneratedAlways<string>;
    job: string;
    slot: string;
    told_now: Date;
    started_at: Date;
    finished_at: Date | null;
    state: 'running' | 'done' | 'refused' | 'failed' | 'interrupted';
    counts: Json;
    stations: Json;
    message: string | null;
  };
  job_slot: {
    job: string;
    slot: string;
    due_at: Date;
    done_at: Date | null;
    attempts: Generated<number>;
    run_id: string | null;
  };
  job_schedule: { job: string; known_since: Date };
  delivery: {
    id: string;
    sha256: string;
    bytes: Exact;
    /** Null: the file named no tenant and was refused. */
    uscc: string | null;
    source_id: string | null;
    file_name: string;
    file_time: Date;
    received_at: Date;
    declared_period: string | null;
    format: string | null;
    encoding: string | null;
    template: string | null;
    refusal_id: string | null;
    refusal_value: string | null;
    ignored_columns: string[];
    rows_read: Exact;
    accepted: Exact;
    rejected: Exact;
    set_aside: Exact;
    lake_file: string | null;
    event_file: string | null;
    message_file: string | null;
    run_id: string | null;
    stage: Stage;
    kept: 'as_received' | 'cleansed' | null;
    relation: Generated<'line' | 'event'>;
    part_count: number | null;
    recognition: ColumnType<unknown, string | null | undefined, string | null>;
  };
  delivery_coverage: {
    delivery_id: string;
    customs_mode: string;
    flow: string;
    period: string;
    lines: Exact;
    rates: string[];
  };
  finding: {
    id: GeneratedAlways<string>;
    delivery_id: string;
    class: RuleClass;
    rule: string;
    part: string | null;
    row_number: Exact | null;
    period: string | null;
    column_name: string | null;
    value: string | null;
    subject: string;
  };
  delivery_step: {
    id: GeneratedAlways<string>;
    delivery_id: string;
    at: Date;
    state: string;
    actor: string;
    reason_code: string | null;
    note: string | null;
  };
  confirmation: {
    id: GeneratedAlways<string>;
    uscc: string;
    rule: string;
    subject: string;
    column_name: string;
    value: string;
    action: 'confirm' | 'revoke';
    reason_code: string;
    note: string | null;
    confirmed_by: string;
    confirmed_at: Date;
    delivery_id: string;
  };
  month_check: { period: string; digest: string; checked_at: Date };
  month_in_force: { period: string; digest: string };
  seen_file: { source_id: string; path: string; bytes: Exact; file_time: Date; delivery_id: string };
  event_coverage: { delivery_id: string; customs_mode: string; flow: string; period: string; events: Exact };
  event_in_force: {
    uscc: string;
    customs_mode: string;
    flow: string;
    period: string;
    delivery_id: string;
    events: Exact;
    event_file: string | null;
  };
  in_force: {
    uscc: string;
    customs_mode: string;
    flow: string;
    period: string;
    delivery_id: string;
    lines: Exact;
    rates: string[];
    lake_file: string | null;
    received_at: Date;
  };
  release: {
    id: string;
    release_key: GeneratedAlways<number>;
    period: string;
    number: number;
    published_at: Date;
    status: 'p' | 'r' | 'f';
    fingerprint: string;
    inputs: string;
    observations: number;
    manifest: Json;
    run_id: string | null;
    causes: ColumnType<unknown, string | undefined, string>;
    note_public: string | null;
    note_internal: string | null;
    special_revision: Generated<boolean>;
    manifest_sha256: string | null;
  };
  observation: {
    indicator: string;
    park: string;
    mode: string;
    flow: string;
    partner: string;
    chapter: string;
    section: string;
    district: string;
    transport: string;
    kind: string;
    period: string;
    release_key: number;
    value: string | null;
    status: string;
    reason: string | null;
    coverage: string | null;
  };
  tenant_cell: {
    release_key: number;
    uscc: string;
    park: string;
    mode: string;
    flow: string;
    lines: ColumnType<string | null, string | null, never>;
    cny: Exact;
    usd: ColumnType<string | null, string | null, never>;
    estimated: Generated<boolean>;
  };
  release_tenant: {
    release_key: number;
    park: string;
    uscc: string;
    received: boolean;
    on_time: boolean | null;
  };
  bridge_cell: {
    release_key: number;
    mode: string;
    flow: string;
    park: string;
    site_park: string;
    lines: Exact;
    cny: Exact;
  };
  event_origin: {
    release_key: number;
    kind: string;
    mode: string;
    flow: string;
    park: string;
    original_period: string;
    events: Exact;
    cny: Exact;
  };
  supervision_site: { site_code: string; park_id: string; from_day: string; to_day: string | null };
  draft: {
    period: string;
    drawn_at: Date;
    base_release: string | null;
    fingerprint: string;
    inputs: string;
    observations: number;
    moved: number;
    causes: Json;
    manifest: Json;
    manifest_sha256: string;
  };
  draft_change: {
    period: string;
    place: number;
    indicator: string;
    park: string;
    mode: string;
    flow: string;
    partner: string;
    chapter: string;
    section: string;
    district: string;
    transport: string;
    kind: string;
    before_value: string | null;
    after_value: string | null;
    status: string | null;
    reason: string | null;
  };
  note: {
    note_id: Exact;
    version: number;
    indicator: string | null;
    park: string | null;
    mode: string | null;
    flow: string | null;
    from_period: string;
    to_period: string;
    zh: string;
    en: string | null;
    withdrawn: boolean;
    written_by: string;
    written_at: Date;
  };
  estimate: {
    estimate_id: GeneratedAlways<string>;
    period: string;
    uscc: string;
    park: string;
    mode: string;
    flow: string;
    method: 'ratio' | 'ratio_12';
    cny: Exact;
    usd: Exact;
    evidence: Json;
    note: string | null;
    requested_by: string;
    requested_at: Date;
  };
  account: {
    account_id: GeneratedAlways<string>;
    name: string;
    display_name: string;
    roles: AccountRole[];
    parks: string[];
    tenants: string[];
    password_hash: string | null;
    subject: string | null;
    disabled: Generated<boolean>;
    created_at: Date;
    created_by: string;
  };
  account_session: {
    token_hash: Buffer;
    account_id: string;
    started_at: Date;
    seen_at: Date;
    ends_at: Date;
    id_token_hint: string | null;
  };
  access_token: {
    token_id: GeneratedAlways<string>;
    token_hash: Buffer;
    account_id: string;
    name: string;
    created_at: Date;
    expires_at: Date;
    last_used_at: Date | null;
    ended_at: Date | null;
  };
  one_time_link: {
    link_hash: Buffer;
    purpose: 'first' | 'invitation' | 'reset';
    account_id: string | null;
    created_at: Date;
    created_by: string;
    expires_at: Date;
    used_at: Date | null;
  };
  sign_in_attempt: { key: string; failures: number; last_at: Date };
  oidc_flow: { state_hash: Buffer; nonce: string; verifier: string; return_to: string; started_at: Date };
  audit: {
    audit_id: GeneratedAlways<string>;
    at: Date;
    account: string;
    kind: 'act' | 'read';
    act: string;
    target: string;
    outcome: 'done' | 'refused';
  };
  known_cell: {
    indicator: string;
    park: string;
    mode: string;
    flow: string;
    detail: string;
    code: string;
    release_keys: number[];
  };
  known_release: { release_key: number };
  saved_query: {
    id: string;
    owner: string;
    name: string;
    kind: 'series' | 'sql';
    state: Json;
    shared: Generated<boolean>;
    created_at: Date;
    changed_at: Date;
    used_at: Date;
  };
  estimate_end: { estimate_id: Exact; note: string | null; ended_by: string; ended_at: Date };
  report: {
    release_id: string;
    park: string;
    format: string;
    language: string;
    content: Buffer;
    sha256: string;
    written_at: Date;
  };
}
