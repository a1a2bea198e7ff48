-- The example's own tables. Their schema is not exposed and nothing is granted: only the worker,
-- which connects as the owner, reads and writes them. RLS is on so that a later grant opens nothing by itself.
create schema site_audit;

revoke all on schema site_audit from public;

create table site_audit.audits (
  run_id uuid primary key,
  site text not null,
  started_at timestamptz not null default now(),
  report jsonb,
  reported_at timestamptz,
  check ((report is null) = (reported_at is null))
);

create table site_audit.pages (
  run_id uuid not null references site_audit.audits on delete cascade,
  url text not null,
  title text,
  sections jsonb not null check (jsonb_typeof(sections) = 'array'),
  primary key (run_id, url)
);

create table site_audit.chunks (
  run_id uuid not null references site_audit.audits on delete cascade,
  url text not null,
  chunk_index int not null,
  title text,
  heading text not null,
  body text not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('english', coalesce(title, '')), 'A')
    || setweight(to_tsvector('english', heading), 'B')
    || setweight(to_tsvector('english', body), 'C')
  ) stored,
  primary key (run_id, url, chunk_index)
);

create index chunks_search_idx on site_audit.chunks using gin (search);

alter table site_audit.audits enable row level security;
alter table site_audit.pages enable row level security;
alter table site_audit.chunks enable row level security;
