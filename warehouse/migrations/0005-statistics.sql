-- Cells by HS section, customs district, transport mode and kind of tenant, beside partner and chapter.
alter table observation
  add column section text not null default '_T',
  add column district text not null default '_T',
  add column transport text not null default '_T',
  add column kind text not null default '_T';
-- A release is one stretch of the index: it is appended in order, read by its key, and no older page is touched.
alter table observation drop constraint observation_pkey;
alter table observation add primary key
  (release_key, indicator, park, mode, flow, partner, chapter, section, district, transport, kind);
drop index observation_by_release;
-- Only publishing inserts, with the key of the release that it has just made, and no release is ever deleted: a million
-- checks of every release tell nothing more.
alter table observation drop constraint observation_release_key_fkey;

alter table release
  -- Why it differs from the one before, and what its readers are told: [{code, public: {zh, en}, internal, scopes}].
  add column causes jsonb not null default '[]',
  -- The officer's own words, for readers and for the house.
  add column note_public text,
  add column note_internal text,
  -- A final month that was published again all the same.
  add column special_revision boolean not null default false,
  -- Over the manifest with its keys in order; null for releases made before it was taken.
  add column manifest_sha256 text;

-- The value of each tenant in a release, by park, mode and flow, for everything that follows single tenants over time:
-- like-for-like growth, entry and exit, coverage by value, estimates. Never published. Releases made before this table
-- know a tenant's value in total only (park, mode and flow _T).
create table tenant_cell (
  release_key integer not null references release (release_key),
  uscc text not null references tenant,
  park text not null,
  mode text not null,
  flow text not null,
  lines bigint,
  cny numeric(30, 2) not null,
  usd numeric(30, 2),
  estimated boolean not null default false,
  primary key (release_key, uscc, park, mode, flow)
);
insert into tenant_cell (release_key, uscc, park, mode, flow, cny)
select release_key, uscc, '_T', '_T', '_T', cny from tenant_value;
drop table tenant_value;
create trigger tenant_cell_is_final before update or delete on tenant_cell for each row execute function refuse_change();

-- Who was due in a release's month, in which park, who had reported, and whether by the due day (null: no due day known).
create table release_tenant (
  release_key integer not null references release (release_key),
  park text not null,
  uscc text not null references tenant,
  received boolean not null,
  on_time boolean,
  primary key (release_key, park, uscc)
);
create trigger release_tenant_is_final before update or delete on release_tenant for each row execute function refuse_change();

-- The bridge between the two totals of a park: by membership of the tenant and by supervision site. _U is unknown or outside.
create table bridge_cell (
  release_key integer not null references release (release_key),
  mode text not null,
  flow text not null,
  park text not null,
  site_park text not null,
  lines bigint not null,
  cny numeric(30, 2) not null,
  primary key (release_key, mode, flow, park, site_park)
);
create trigger bridge_cell_is_final before update or delete on bridge_cell for each row execute function refuse_change();

-- Returns and cancellations of a release's month by the month of the line that they are about.
create table event_origin (
  release_key integer not null references release (release_key),
  kind text not null,
  mode text not null,
  flow text not null,
  park text not null,
  original_period text not null,
  events bigint not null,
  cny numeric(30, 2) not null,
  primary key (release_key, kind, mode, flow, park, original_period)
);
create trigger event_origin_is_final before update or delete on event_origin for each row execute function refuse_change();

-- Supervision sites and the park in which each of them lies.
create table supervision_site (
  site_code text not null,
  park_id text not null references park,
  from_day date not null,
  to_day date check (to_day > from_day),
  primary key (site_code, from_day)
);

-- The draft of a month: what would be published now. One for each month, drawn anew as often as wanted.
create table draft (
  period text primary key,
  drawn_at timestamptz not null,
  base_release text references release,
  fingerprint text not null,
  inputs text not null,
  observations integer not null,
  moved integer not null,
  causes jsonb not null,
  manifest jsonb not null,
  manifest_sha256 text not null
);

-- The cells that the draft moves against its base release, the largest effect first.
create table draft_change (
  period text not null references draft on delete cascade,
  place integer not null,
  indicator text not null,
  park text not null,
  mode text not null,
  flow text not null,
  partner text not null,
  chapter text not null,
  section text not null,
  district text not null,
  transport text not null,
  kind text not null,
  before_value numeric,
  after_value numeric,
  status text,
  reason text,
  primary key (period, place)
);

-- Dated explanations; a version is never changed, a later one takes its place. Null codes: about all of them.
create table note (
  note_id bigint not null,
  version integer not null,
  indicator text,
  park text,
  mode text,
  flow text,
  from_period text not null,
  to_period text not null check (to_period >= from_period),
  zh text not null,
  en text,
  withdrawn boolean not null default false,
  written_by text not null,
  written_at timestamptz not null,
  primary key (note_id, version)
);
create sequence note_number;
create trigger note_is_final before update or delete on note for each row execute function refuse_change();

-- An officer's request to estimate what a tenant has not reported, with what it was made from; it counts until the file comes
-- or it is taken back. Append-only: `estimate_end` takes one back.
create table estimate (
  estimate_id bigint generated always as identity primary key,
  period text not null,
  uscc text not null references tenant,
  park text not null references park,
  mode text not null,
  flow text not null,
  method text not null check (method in ('ratio', 'ratio_12')),
  cny numeric(30, 2) not null check (cny >= 0),
  usd numeric(30, 2) not null check (usd >= 0),
  evidence jsonb not null,
  note text,
  requested_by text not null,
  requested_at timestamptz not null
);
create table estimate_end (
  estimate_id bigint primary key references estimate,
  note text,
  ended_by text not null,
  ended_at timestamptz not null
);
create trigger estimate_is_final before update or delete on estimate for each row execute function refuse_change();
create trigger estimate_end_is_final before update or delete on estimate_end for each row execute function refuse_change();

-- What a month is in force with, as one text: its lines and, where there are any, its returns and cancellations with those
-- before them and the lines that they may be about, and its estimates. A month without any has the same text as before.
create or replace view month_in_force as
with line as materialized (
  select uscc, customs_mode, flow, period, delivery_id from in_force
),
event as materialized (
  select uscc, customs_mode, flow, period, delivery_id from event_in_force where events > 0
),
line_text as (
  select period, string_agg(concat_ws(' ', uscc, customs_mode, flow, delivery_id), ','
    order by uscc collate "C", customs_mode collate "C", flow collate "C") as text
  from line group by period
),
event_text as (
  select event.period, string_agg(concat_ws(' ', event.uscc, event.customs_mode, event.flow, used.delivery_id), ','
    order by event.uscc collate "C", event.customs_mode collate "C", event.flow collate "C", used.period collate "C", used.delivery_id collate "C") as text
  from event
  join (select * from line union all select * from event) as used
    on used.uscc = event.uscc and used.customs_mode = event.customs_mode and used.flow = event.flow and used.period <= event.period
  group by event.period
),
estimate_text as (
  select period, string_agg('estimate ' || estimate_id, ',' order by estimate_id) as text
  from estimate
  where not exists (select from estimate_end where estimate_end.estimate_id = estimate.estimate_id)
    and not exists (
      select from line where line.uscc = estimate.uscc and line.customs_mode = estimate.mode and line.flow = estimate.flow
        and line.period = estimate.period)
  group by period
)
select period, md5(concat_ws(';', line_text.text, event_text.text, estimate_text.text)) as digest
from line_text full join event_text using (period) full join estimate_text using (period);
