-- Officers' wording of sentences of the report, with places for the numbers, which nobody edits. Append-only: of a sentence the
-- latest counts, and a withdrawn one gives the sentence back to the rules. `template_sha256` names the generated sentence
-- that was edited: the text holds only while the rules still make that one.
create table report_edit (
  edit_id bigint generated always as identity primary key,
  period text not null,
  park text not null,
  section text not null,
  sentence text not null,
  language text not null check (language in ('zh', 'en')),
  template_sha256 text not null,
  edited text,
  withdrawn boolean not null default false,
  written_by text not null,
  account text,
  written_at timestamptz not null,
  check ((edited is null) = withdrawn)
);
create index report_edit_of on report_edit (period, park);
create trigger report_edit_is_final before update or delete on report_edit for each row execute function refuse_change();
