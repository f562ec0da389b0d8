-- A report for each park besides that of the city (`_T`).

alter table report add column park text not null default '_T';
alter table report alter column park drop default;
alter table report drop constraint report_pkey;
alter table report add primary key (release_id, park, format, language);
