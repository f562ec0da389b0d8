-- The month from due day to signature: calendar, acts, what is submitted for review, and what documents bear.

-- Days and hours that were set by hand; without, they follow from sources and settings. The newest row counts, all stay.
create table calendar_entry (
  entry_id bigint generated always as identity primary key,
  period text not null,
  kind text not null check (kind in ('due', 'release')),
  -- `_T`: all parks. A release day is always of all.
  park text not null,
  -- Due: 24:00 of the last day on time. Release: the hour.
  at timestamptz not null,
  before_at timestamptz not null,
  reason text not null,
  set_by text not null,
  set_at timestamptz not null
);
create index calendar_entry_of_month on calendar_entry (period, kind, park, entry_id desc);

-- What was submitted for review: a month frozen as it would be published. Signed is `subject_sha256`, and nothing else.
create table submission (
  submission_id bigint generated always as identity primary key,
  period text not null,
  base_release text references release,
  fingerprint text not null,
  inputs text not null,
  digest text not null,
  observations integer not null,
  manifest jsonb not null,
  manifest_sha256 text not null,
  causes jsonb not null,
  parts jsonb not null,
  word jsonb not null,
  -- The observations' file below `submitted/`.
  file text not null,
  file_sha256 text not null,
  -- The hour of publication; null: by hand, once signed.
  release_at timestamptz,
  subject_sha256 text not null,
  -- Sentences, charts and tables of each report, by what names them: what a reviewer sees changed.
  content jsonb not null,
  -- What the static pages could not get in the rehearsal.
  refused jsonb not null,
  submitted_by text not null,
  submitted_at timestamptz not null
);
create index submission_of_month on submission (period, submission_id desc);

create table submission_report (
  submission_id bigint not null references submission,
  park text not null,
  format text not null,
  language text not null,
  content bytea not null,
  sha256 text not null,
  primary key (submission_id, park, format, language)
);

-- Every act on a month. The state of a month is read from them; none is changed.
create table month_event (
  event_id bigint generated always as identity primary key,
  period text not null,
  kind text not null check (kind in ('closed', 'reopened', 'submitted', 'returned', 'signed', 'voided', 'published',
    'rolled_back', 'override_proposed', 'override_agreed')),
  submission_id bigint references submission,
  release_id text references release,
  -- The item of the checklist that an override is about.
  item text,
  reason_code text,
  note text,
  subject_sha256 text,
  acted_by text not null,
  at timestamptz not null
);
create index month_event_of_month on month_event (period, event_id);
create unique index submission_signed_once on month_event (submission_id) where kind = 'signed';
create unique index submission_ended_once on month_event (submission_id) where kind in ('returned', 'voided', 'published');

create trigger calendar_entry_is_final before update or delete on calendar_entry for each row execute function refuse_change();
create trigger submission_is_final before update or delete on submission for each row execute function refuse_change();
create trigger submission_report_is_final before update or delete on submission_report for each row execute function refuse_change();
create trigger month_event_is_final before update or delete on month_event for each row execute function refuse_change();

-- The instant that a release's documents bear, and up to when notes and edited words count in them.
alter table release add column dated_at timestamptz;
alter table release add column written_at timestamptz;
