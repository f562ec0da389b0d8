alter table delivery
  -- A file that names no tenant is set aside, and so has none.
  alter column uscc drop not null,
  add column stage text check (stage in ('refused', 'needs_fixing', 'needs_confirming', 'accepted', 'withdrawn')),
  add column kept text check (kept in ('as_received', 'cleansed')),
  add column relation text not null default 'line' check (relation in ('line', 'event')),
  add column part_count integer,
  add column recognition jsonb;

update delivery set
  stage = case
    when refusal_id is not null then 'refused'
    when exists (select from delivery_coverage where delivery_id = delivery.id) then 'accepted'
    else 'needs_fixing' end,
  kept = case when lake_file is not null then 'as_received' end,
  part_count = case when lake_file is not null then 1 end;

alter table delivery
  alter column stage set not null,
  add constraint delivery_has_tenant check (uscc is not null or stage = 'refused');

-- A rule that fired: on a row, on a month of a delivery, or on the delivery as a whole (no row).
create table finding (
  id bigint generated always as identity primary key,
  delivery_id text not null references delivery,
  class text not null check (class in ('must_fix', 'confirm', 'notice', 'set_aside')),
  rule text not null,
  part text,
  row_number bigint,
  period text,
  column_name text,
  value text,
  -- What a confirmation sticks to: mode, flow, declaration and line of a row; mode, flow and month; empty for the file.
  subject text not null default ''
);
insert into finding (delivery_id, class, rule, row_number, period, column_name, value)
select delivery_id, case when outcome = 'rejected' then 'must_fix' else 'set_aside' end, rule, row_number, period, column_name, value
from stopped_row order by delivery_id, row_number, column_name, rule;
create index finding_by_delivery on finding (delivery_id, class, rule);
drop table stopped_row;

-- What became of a delivery: state, when, by whom, why.
create table delivery_step (
  id bigint generated always as identity primary key,
  delivery_id text not null references delivery,
  at timestamptz not null,
  state text not null,
  actor text not null,
  reason_code text,
  note text
);
create index delivery_step_by_delivery on delivery_step (delivery_id, at, id);
insert into delivery_step (delivery_id, at, state, actor)
select delivery.id, received_at, step.state, coalesce(source_id, 'system')
from delivery
cross join lateral (values (1, 'received'), (2, stage)) as step (place, state)
order by received_at, delivery.id, place;

-- An answer to a finding. It stands for every finding of the tenant with the same rule, subject, column and value until a
-- later row takes it back. An absent column or value is empty here, so that one index finds all.
create table confirmation (
  id bigint generated always as identity primary key,
  uscc text not null references tenant,
  rule text not null,
  subject text not null,
  column_name text not null,
  value text not null,
  action text not null check (action in ('confirm', 'revoke')),
  reason_code text not null,
  note text,
  confirmed_by text not null check (confirmed_by <> ''),
  confirmed_at timestamptz not null,
  delivery_id text not null references delivery
);
create index confirmation_by_subject on confirmation (uscc, rule, subject, column_name, value, id);

create function refuse_history_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: add another row instead', tg_table_name;
end $$;
create trigger delivery_step_is_final before update or delete on delivery_step for each row execute function refuse_history_change();
create trigger delivery_step_stays before truncate on delivery_step execute function refuse_history_change();
create trigger confirmation_is_final before update or delete on confirmation for each row execute function refuse_history_change();
create trigger confirmation_stays before truncate on confirmation execute function refuse_history_change();

-- The last word on each finding that asks for a confirmation; null while nobody has said any.
create view confirm_finding as
select finding.*, delivery.uscc, answer.id as answer_id, coalesce(answer.action = 'confirm', false) as confirmed
from finding
join delivery on delivery.id = finding.delivery_id
left join lateral (
  select confirmation.id, confirmation.action
  from confirmation
  where confirmation.uscc = delivery.uscc and confirmation.rule = finding.rule and confirmation.subject = finding.subject
    and confirmation.column_name = coalesce(finding.column_name, '') and confirmation.value = coalesce(finding.value, '')
  order by confirmation.id desc limit 1
) as answer on true
where finding.class = 'confirm';

-- The latest delivery of a tenant's mode, flow and month among those that count or would count if confirmed.
create view latest_answer as
select distinct on (delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period)
  delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period, coverage.delivery_id, coverage.lines,
  delivery.stage, delivery.received_at
from delivery_coverage as coverage
join delivery on delivery.id = coverage.delivery_id
where delivery.stage in ('accepted', 'needs_confirming') and delivery.relation = 'line'
order by delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period,
  delivery.received_at desc, delivery.file_time desc, delivery.sha256 desc;

-- The delivery in force for a tenant's mode, flow and month: the latest accepted one that covers it.
create or replace view in_force as
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
where delivery.stage = 'accepted' and delivery.relation = 'line'
order by delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period,
  delivery.received_at desc, delivery.file_time desc, delivery.sha256 desc;

-- What a month is in force with, as one text: two months with the same text are made from the same deliveries.
create view month_in_force as
select period, md5(string_agg(concat_ws(' ', uscc, customs_mode, flow, delivery_id), ','
  order by uscc collate "C", customs_mode collate "C", flow collate "C")) as digest
from in_force group by period;

-- What was in force when a month was last drawn up, whether or not that made a new release.
create table month_check (
  period text primary key,
  digest text not null,
  checked_at timestamptz not null
);
insert into month_check (period, digest, checked_at)
select distinct on (release.period) release.period, made.digest, release.published_at
from release
cross join lateral (
  select md5(string_agg(concat_ws(' ', one->>'uscc', one->>'customs_mode', one->>'flow', one->>'delivery_id'), ','
    order by (one->>'uscc') collate "C", (one->>'customs_mode') collate "C", (one->>'flow') collate "C")) as digest
  from jsonb_array_elements(release.manifest->'deliveries') as one
) as made
where jsonb_typeof(release.manifest->'deliveries') = 'array' and made.digest is not null
order by release.period, release.number desc;
