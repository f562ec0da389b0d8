-- The days of the month after, as a release's documents announce them: {due, release}; null: not said.
alter table release add column next_days jsonb;
alter table submission add column next_days jsonb;
