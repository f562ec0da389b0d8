-- What a source is told besides its location; never a secret.
alter table source add column options jsonb not null default '{}';

-- How the collection from a source stands, and where it goes on. Position, tag and month are stored only once what
-- was fetched is recorded, so that a collection that breaks off repeats itself.
create table source_state (
  source_id text primary key references source,
  last_try timestamptz not null,
  last_success timestamptz,
  -- Failed tries since the last success.
  failures integer not null default 0,
  error_zh text,
  error_en text,
  -- What position and tag belong to: the request with its options. Of another request they say nothing.
  asked text,
  position text,
  etag text,
  -- The latest month fetched from a source that is asked by month.
  period text,
  check ((error_zh is null) = (error_en is null))
);

-- Sealed outside of PostgreSQL: without the key, which is not here, it opens nothing.
create table source_secret (
  source_id text primary key references source,
  key_id text not null,
  nonce bytea not null,
  sealed bytea not null,
  set_at timestamptz not null
);
