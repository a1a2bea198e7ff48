-- A worker says hello: its flow definitions are stored (which moves no current version and touches
-- no options), and it is written down as serving them, alive for a lease. Returns their versions,
-- in the order given; each has a queue on the worker's backend, also where no step of it is brought
-- by that one. Called by backends.
create function pgflow.start_worker(
  worker_id uuid,
  worker_name text,
  backend text,
  definitions jsonb,
  worker_version text default null,
  lease_seconds integer default 60
) returns setof pgflow.flow_version
language plpgsql volatile
set search_path = ''
as $$
declare
  v_versions pgflow.flow_version[] := '{}';
  v_definition jsonb;
begin
  -- In one order, so that two workers with new flows cannot deadlock in define_flow.
  perform pg_advisory_xact_lock(hashtext('pgflow.define_flow'), l.slug_hash)
  from (
    select distinct hashtext(d.value ->> 'slug') as slug_hash
    from jsonb_array_elements(definitions) as d
    order by 1
  ) as l;
  for v_definition in select d.value from jsonb_array_elements(definitions) as d loop
    v_versions := v_versions || pgflow.define_flow(v_definition);
  end loop;
  perform pgflow._prepare_queues(v.flow_id, backend) from unnest(v_versions) as v;
  insert into pgflow.workers as w
    (worker_id, worker_name, worker_version, backend, flow_ids, flows, started_at, heartbeat_at,
    alive_until)
  select start_worker.worker_id, start_worker.worker_name, start_worker.worker_version,
    start_worker.backend, f.flow_ids, f.flows, n.at, n.at,
    n.at + make_interval(secs => lease_seconds)
  from (select pgflow._now() as at) as n
  cross join (
    select coalesce(array_agg(v.flow_id), '{}') as flow_ids,
      coalesce(array_agg(v.flow_slug || '@' || v.version), '{}') as flows
    from unnest(v_versions) as v
  ) as f
  on conflict on constraint workers_pkey do update
  set flow_ids = excluded.flow_ids, flows = excluded.flows, heartbeat_at = excluded.heartbeat_at,
    alive_until = excluded.alive_until, ended_at = null, end_reason = null;
  return query select * from unnest(v_versions);
end
$$;
