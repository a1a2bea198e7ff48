-- Workers that said hello: which flow versions they serve and when they were last heard of.
create table pgflow.workers (
  worker_id uuid primary key,
  worker_name text not null,
  backend pgflow.slug not null,
  flow_ids integer[] not null,
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  stopped_at timestamptz
) with (fillfactor = 50);
alter table pgflow.workers enable row level security;
