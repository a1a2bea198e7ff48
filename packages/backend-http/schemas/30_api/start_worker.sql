-- A worker says hello and gives its flow definitions; returns their versions with their queues.
-- security definer: a worker's role has no right on core.
create function pgflow_http.start_worker(
  worker_id uuid,
  worker_name text,
  definitions jsonb,
  worker_version text default null,
  lease_seconds integer default 60
) returns setof pgflow.flow_version
language sql volatile security definer
set search_path = ''
as $$
  select *
  from pgflow.start_worker(
    worker_id, worker_name, 'http', definitions, worker_version, lease_seconds)
$$;
