-- The distinct cells of releases, for saying what there is without reading what there is: which codes stand beside which,
-- and how many cells a query would have. Filled from the observations release by release; may be emptied at any time.
create table known_cell (
  indicator text not null,
  park text not null,
  mode text not null,
  flow text not null,
  -- The dimension of the cell's detail and its code; _T and _T where it names none.
  detail text not null,
  code text not null,
  release_keys integer[] not null,
  primary key (indicator, park, mode, flow, detail, code)
) with (fillfactor = 70);
create table known_release (
  release_key integer primary key
);

-- Questions that somebody wants to ask again: of the query page, or in SQL. Who has the link of a shared one may read it.
create table saved_query (
  id text primary key check (id ~ '^[0-9a-f-]{36}$'),
  -- Name of the account; `local` on a machine without accounts.
  owner text not null,
  name text not null check (length(name) between 1 and 80),
  kind text not null check (kind in ('series', 'sql')),
  -- The address of the query page for it, or the SQL text with its vintage.
  state jsonb not null,
  shared boolean not null default false,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  used_at timestamptz not null
);
create index saved_query_by_owner on saved_query (owner, name);
