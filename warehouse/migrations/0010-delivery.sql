-- Where a tenant's reporting clerk is written to: a business address, and nothing else of a person.
create table tenant_contact (
  uscc text not null references tenant,
  email text not null check (email ~ '^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$'),
  language text not null check (language in ('zh', 'en')),
  primary key (uscc, email)
);

-- Who is written to when a month is published. Never deleted, only ended: a link of an old mail still knows it.
create table subscription (
  subscription_id bigint generated always as identity primary key,
  -- Name of the account; `local` on a machine without accounts.
  owner text not null,
  address text not null check (length(address) <= 254),
  -- `_T`: the city.
  park text not null,
  -- Null: the whole report.
  indicator text,
  language text not null check (language in ('zh', 'en')),
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index subscription_once on subscription (owner, address, park, coalesce(indicator, ''))
  where ended_at is null;

-- What somebody wants to be told of as soon as a release shows it.
create table alert_rule (
  rule_id bigint generated always as identity primary key,
  owner text not null,
  address text not null check (length(address) <= 254),
  language text not null check (language in ('zh', 'en')),
  indicator text not null,
  park text not null,
  mode text not null,
  flow text not null,
  comparison text not null check (comparison in ('level', 'mom', 'yoy', 'rank', 'coverage')),
  direction text not null check (direction in ('above', 'below')),
  -- A ratio for mom, yoy and coverage; a place for rank; else in the indicator's unit.
  threshold numeric not null,
  -- Of what is compared with (mom, yoy), else of the month's own value.
  minimum_base numeric,
  -- Months after a firing in which it is silent.
  hold_off smallint not null check (hold_off between 0 and 36),
  created_at timestamptz not null,
  ended_at timestamptz
);
create index alert_rule_in_use on alert_rule (owner) where ended_at is null;

-- A rule fires once for a month, whatever is published of it later.
create table alert_firing (
  rule_id bigint not null references alert_rule,
  period text not null,
  release_id text not null references release (id),
  value numeric not null,
  base numeric,
  fired_at timestamptz not null,
  primary key (rule_id, period)
);

-- What the link of a mail ends. The token stands in the mail only.
create table unsubscribe_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  subscription_id bigint references subscription,
  rule_id bigint references alert_rule,
  check (num_nonnulls(subscription_id, rule_id) = 1)
);

-- Mails to be sent and sent. What was not sent waits here through any crash.
create table outgoing (
  outgoing_id bigint generated always as identity primary key,
  -- What it is and to whom: the same mail is queued once.
  key text not null unique,
  kind text not null check (kind in ('announcement', 'correction', 'alert', 'reminder')),
  period text not null,
  release_id text references release (id),
  subscription_id bigint references subscription,
  rule_id bigint references alert_rule,
  uscc text references tenant,
  -- Null: a letter that was handed over as a file.
  recipient text,
  language text not null check (language in ('zh', 'en')),
  -- Null: made from the release's report when it is sent; the same release gives the same text.
  subject text,
  paragraphs text[],
  queued_at timestamptz not null,
  attempts integer not null default 0,
  next_try timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz,
  last_error text,
  check ((subject is null) = (kind in ('announcement', 'correction'))),
  check ((subject is null) = (paragraphs is null)),
  check ((uscc is not null) = (kind = 'reminder')),
  check (recipient is not null or sent_at is not null)
);
create index outgoing_waiting on outgoing (next_try) where sent_at is null and given_up_at is null;
create index outgoing_of_tenant on outgoing (uscc, queued_at) where kind = 'reminder';

-- Releases whose documents lie in the folder of delivery, with a hash over the list of them.
create table folder_delivery (
  release_id text not null references release (id),
  folder text not null,
  list_sha256 text not null,
  documents integer not null,
  delivered_at timestamptz not null,
  primary key (release_id, folder)
);
