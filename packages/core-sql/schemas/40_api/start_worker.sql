-- A worker says hello: its flow definitions are stored (which moves no current version and touches
-- no options), and it is written down as serving them. Returns their versions, in the order given.
-- Called by backends.
create function pgflow.start_worker(
  worker_id uuid,
  worker_name text,
  backend text,
  definitions jsonb
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
  insert into pgflow.workers as w
    (worker_id, worker_name, backend, flow_ids, started_at, heartbeat_at)
  select start_worker.worker_id, start_worker.worker_name, start_worker.backend,
    array(select v.flow_id from unnest(v_versions) as v), n.at, n.at
  from (select pgflow._now() as at) as n
  on conflict on constraint workers_pkey do update
  set flow_ids = excluded.flow_ids, heartbeat_at = excluded.heartbeat_at, stopped_at = null;
  return query select * from unnest(v_versions);
end
$$;
