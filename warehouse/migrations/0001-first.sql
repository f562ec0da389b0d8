create table park (
  park_id text primary key,
  name_zh text not null,
  name_en text not null,
  type text not null check (type in ('industry_cluster', 'warehouse_logistics', 'supervised_site')),
  district text not null,
  opened_on date not null
);

create table tenant (
  uscc text primary key check (length(uscc) = 18),
  customs_code text,
  name_zh text not null,
  kind text not null,
  aliases text not null default ''
);

-- The park of a tenant on a day: from_day included, to_day excluded, null = open.
create table membership (
  uscc text not null references tenant,
  park_id text not null references park,
  from_day date not null,
  to_day date check (to_day > from_day),
  primary key (uscc, from_day)
);

create table source (
  source_id text primary key,
  uscc text not null references tenant,
  kind text not null,
  location text not null,
  template text not null,
  semantics text not null,
  due_day integer not null check (due_day between 1 and 28)
);

-- Customs monthly rates as published, per 100 units of the currency.
create table fx_rate (
  month text not null check (month ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  currency text not null,
  cny_per_100 numeric(14, 6) not null check (cny_per_100 > 0),
  usd_per_100 numeric(14, 6) check (usd_per_100 > 0),
  primary key (month, currency)
);

create table job_run (
  id bigint generated always as identity primary key,
  job text not null,
  slot text not null,
  told_now timestamptz not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  state text not null check (state in ('running', 'done', 'refused', 'failed', 'interrupted')),
  counts jsonb not null default '{}',
  stations jsonb not null default '{}',
  message text
);

-- A due start of a job; unique, so that no two programs ever do it twice.
create table job_slot (
  job text not null,
  slot text not null,
  due_at timestamptz not null,
  done_at timestamptz,
  attempts integer not null default 0,
  run_id bigint references job_run,
  primary key (job, slot)
);

-- When a schedule became known here: what was due before is not caught up.
create table job_schedule (
  job text primary key,
  known_since timestamptz not null
);

create table delivery (
  id text primary key,
  sha256 text not null,
  bytes bigint not null,
  uscc text not null references tenant,
  source_id text references source,
  file_name text not null,
  file_time timestamptz not null,
  received_at timestamptz not null,
  declared_period text,
  format text,
  encoding text,
  template text,
  refusal_id text,
  refusal_value text,
  ignored_columns text[] not null default '{}',
  rows_read bigint not null,
  accepted bigint not null,
  rejected bigint not null,
  set_aside bigint not null,
  lake_file text,
  run_id bigint references job_run,
  check (rows_read = accepted + rejected + set_aside)
);
create index delivery_by_tenant on delivery (uscc, received_at);

create table delivery_coverage (
  delivery_id text not null references delivery,
  customs_mode text not null,
  flow text not null,
  period text not null,
  lines bigint not null,
  rates text[] not null,
  primary key (delivery_id, customs_mode, flow, period)
);
create index delivery_coverage_by_period on delivery_coverage (period, customs_mode, flow);

-- Rows that did not become lines: rejected ones with every rule that stopped them, and rows set aside.
create table stopped_row (
  delivery_id text not null references delivery,
  row_number bigint not null,
  outcome text not null,
  period text,
  rule text not null,
  column_name text,
  value text
);
create index stopped_row_by_delivery on stopped_row (delivery_id, row_number);

-- Files of an inbox that have been read, so that unchanged ones are not read again.
create table seen_file (
  source_id text not null references source,
  path text not null,
  bytes bigint not null,
  file_time timestamptz not null,
  delivery_id text not null,
  primary key (source_id, path)
);

-- The delivery in force for a tenant's mode, flow and month: the latest that covers it.
create view in_force as
select distinct on (delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period)
  delivery.uscc,
  coverage.customs_mode,
  coverage.flow,
  coverage.period,
  coverage.delivery_id,
  coverage.lines,
  coverage.rates,
  delivery.lake_file,
  delivery.received_at
from delivery_coverage as coverage
join delivery on delivery.id = coverage.delivery_id
order by delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period,
  delivery.received_at desc, delivery.file_time desc, delivery.sha256 desc;

create table release (
  id text primary key,
  release_key integer generated always as identity unique,
  period text not null,
  number integer not null,
  published_at timestamptz not null,
  status text not null check (status in ('p', 'r', 'f')),
  -- Over every observation in canonical order; equal fingerprints are equal releases.
  fingerprint text not null,
  -- Of what the observations were made from.
  inputs text not null,
  observations integer not null,
  manifest jsonb not null,
  run_id bigint references job_run,
  unique (period, number)
);

create table observation (
  indicator text not null,
  park text not null,
  mode text not null,
  flow text not null,
  partner text not null,
  chapter text not null,
  period text not null,
  release_key integer not null references release (release_key),
  value numeric,
  status text not null,
  reason text,
  coverage numeric(7, 6),
  primary key (indicator, park, mode, flow, partner, chapter, period, release_key),
  check ((value is null) = (reason is not null))
);
-- Releases are appended one after the other: a few pages of summary find one.
create index observation_by_release on observation using brin (release_key) with (pages_per_range = 16);

-- Value of each tenant in a release, for shares of those who have not reported yet. Never published.
create table tenant_value (
  release_key integer not null references release (release_key),
  uscc text not null references tenant,
  cny numeric(30, 2) not null,
  primary key (release_key, uscc)
);

create table report (
  release_id text not null references release,
  format text not null,
  language text not null,
  content bytea not null,
  sha256 text not null,
  written_at timestamptz not null,
  primary key (release_id, format, language)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: publish a new release instead', tg_table_name;
end $$;
create trigger release_is_final before update or delete on release for each row execute function refuse_change();
create trigger release_stays before truncate on release execute function refuse_change();
create trigger observation_is_final before update or delete on observation for each row execute function refuse_change();
create trigger observation_stays before truncate on observation execute function refuse_change();
create trigger tenant_value_is_final before update or delete on tenant_value for each row execute function refuse_change();
create trigger report_is_final before update or delete on report for each row execute function refuse_change();
