-- Registers a worker backend whose functions are in schema_name, or replaces its row. capabilities:
-- {"delivery": "pull"} needs read_queued_step_tasks as well; "push" does not.
-- contract: the version of the contract that it is written for (pgflow.contract_version).
-- Raises PF012 (not the owner), PF004 (name), PF018 (contract), PF019 (name or schema of another
-- one), PF020 (capabilities), PF011 (no schema; functions).
create function pgflow.register_worker_backend(
  backend text,
  schema_name name,
  capabilities jsonb default '{}',
  contract text default '1.0'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant text := 'SETOF pgflow.task_outcome';
  v_claims constant text := 'SETOF pgflow.claimed_task';
  v_kind constant text := 'worker backend';
begin
  perform pgflow._check_owner(v_kind, backend);
  perform pgflow._lock_registry();
  perform pgflow._check_contract(v_kind, backend, contract);
  perform pgflow._check_plugin_name(v_kind, backend, schema_name, (
    select jsonb_object_agg(b.backend, b.schema_name) from pgflow.worker_backends as b));
  perform pgflow._check_capabilities(
    v_kind, backend, capabilities, '{"delivery": ["pull", "push"]}', 'delivery');
  perform pgflow._check_plugin_function(
    v_kind, backend, schema_name, f.signature, f.result_type, true)
  from (values
    ('prepare_queues(text[])', 'void'),
    ('enqueue_step_tasks(pgflow.queued_task[])', 'void'),
    ('cancel_step_tasks(pgflow.queued_task[])', 'void'),
    ('redeliver_step_tasks(pgflow.queued_task[])', 'integer'),
    ('start_step_tasks(uuid,text[],integer)', v_claims),
    ('complete_step_tasks(jsonb)', v_outcomes),
    ('fail_step_tasks(jsonb)', v_outcomes),
    ('extend_step_tasks(uuid,jsonb,integer)', v_outcomes),
    ('release_step_tasks(jsonb)', v_outcomes)
  ) as f (signature, result_type);
  perform pgflow._check_plugin_function(v_kind, backend, schema_name,
    'read_queued_step_tasks(uuid,text[],integer,integer)', v_claims,
    capabilities ->> 'delivery' = 'pull');

  insert into pgflow.worker_backends as b
  values (backend, schema_name, capabilities, pgflow._now(), contract)
  on conflict on constraint worker_backends_pkey do update
  set schema_name = excluded.schema_name, capabilities = excluded.capabilities,
    registered_at = excluded.registered_at, contract = excluded.contract;
  perform pgflow._write_dispatch();
end
$$;
