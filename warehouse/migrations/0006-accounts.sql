-- People and programs that sign in. Never deleted, only disabled: the audit names them.
create table account (
  account_id bigint generated always as identity primary key,
  -- What one signs in with; never changes.
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._@-]{1,59}$'),
  display_name text not null check (length(display_name) between 1 and 60),
  roles text[] not null check (cardinality(roles) > 0 and roles <@ '{officer,analyst,park,tenant,admin}'),
  -- Whose tenant detail the roles park and tenant open.
  parks text[] not null default '{}' check ((cardinality(parks) > 0) = ('park' = any (roles))),
  tenants text[] not null default '{}' check ((cardinality(tenants) > 0) = ('tenant' = any (roles))),
  -- argon2id with its parameters, in PHC form; null: none set, or the identity provider signs in.
  password_hash text check (password_hash like '$argon2id$%'),
  -- Issuer and subject at the identity provider.
  subject text unique,
  disabled boolean not null default false,
  created_at timestamptz not null,
  created_by text not null
);

-- A browser that signed in. The token is in its cookie only.
create table account_session (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id bigint not null references account,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  -- For signing out at the identity provider as well.
  id_token_hint text
);
create index account_session_by_account on account_session (account_id);

-- A program's key to its account: shown once.
create table access_token (
  token_id bigint generated always as identity primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  account_id bigint not null references account,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz
);
create index access_token_by_account on access_token (account_id);

-- Links that open once: the first administrator, an invitation, a forgotten password.
create table one_time_link (
  link_hash bytea primary key check (length(link_hash) = 32),
  purpose text not null check (purpose in ('first', 'invitation', 'reset')),
  account_id bigint references account check ((account_id is null) = (purpose = 'first')),
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Failures to sign in since the last success, by hashes of name and address: nobody learns from it which names exist.
create table sign_in_attempt (
  key text primary key,
  failures integer not null,
  last_at timestamptz not null
);

-- A sign-in at the identity provider that is under way.
create table oidc_flow (
  state_hash bytea primary key check (length(state_hash) = 32),
  nonce text not null,
  verifier text not null,
  return_to text not null,
  started_at timestamptz not null
);

-- Who did what, and who read what of single tenants.
create table audit (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null,
  -- Name of the account; `cli`, `local` (this machine, without accounts), `schedule`, or `-`: nobody known.
  account text not null,
  kind text not null check (kind in ('act', 'read')),
  -- The operation, as the API or the command line calls it.
  act text not null,
  target text not null,
  outcome text not null check (outcome in ('done', 'refused'))
);
create index audit_by_account on audit (account, audit_id);
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit is append-only';
end $$;
create trigger audit_is_final before update or delete on audit for each row execute function refuse_audit_change();
create trigger audit_stays before truncate on audit execute function refuse_audit_change();
