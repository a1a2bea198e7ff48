-- Workers that said hello: which flow versions they serve, when they were last heard of, and how
-- they ended. flows: their versions for people, as "slug@version". in_flight: tasks in hand at the
-- last heartbeat.
-- alive_until: a lease after the last sign of life; by then its tasks may be with others.
-- end_reason: stopped; dead (housekeeping found alive_until past); or what its host ended it for,
-- such as wall_clock.
create table pgflow.workers (
  worker_id uuid primary key,
  worker_name text not null,
  worker_version text,
  backend pgflow.slug not null,
  flow_ids integer[] not null,
  flows text[] not null,
  in_flight integer not null default 0,
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  alive_until timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  constraint ended_has_reason check ((ended_at is null) = (end_reason is null))
) with (fillfactor = 50);
alter table pgflow.workers enable row level security;
