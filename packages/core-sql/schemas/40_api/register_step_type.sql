-- Registers a step type whose functions are in schema_name, or replaces its row. capabilities:
-- {"per_task": true} to be asked on every settled batch instead of only when a step is drained.
-- contract: the version of the contract that it is written for (pgflow.contract_version).
-- Raises PF012 (not the owner), PF004 (name), PF018 (contract), PF019 (name or schema of another
-- one), PF020 (capabilities), PF011 (no schema; functions).
create function pgflow.register_step_type(
  step_type text,
  schema_name name,
  capabilities jsonb default '{}',
  contract text default '1.0'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kind constant text := 'step type';
  v_has_task_start boolean;
  v_has_task_failure boolean;
begin
  perform pgflow._check_owner(v_kind, step_type);
  perform pgflow._lock_registry();
  perform pgflow._check_contract(v_kind, step_type, contract);
  perform pgflow._check_plugin_name(v_kind, step_type, schema_name, (
    select jsonb_object_agg(t.step_type, t.schema_name) from pgflow.step_types as t));
  perform pgflow._check_capabilities(
    v_kind, step_type, capabilities, '{"per_task": [true, false]}');
  perform pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_start(pgflow.ready_step[])', 'SETOF pgflow.task_definition', true);
  perform pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_task_completion(pgflow.drained_step[])', 'SETOF pgflow.step_decision', true);
  v_has_task_start := pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_task_start(pgflow.started_task[])', 'SETOF pgflow.task_input', false);
  v_has_task_failure := pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_task_failure(pgflow.failed_task[])', 'SETOF pgflow.task_decision', false);

  insert into pgflow.step_types as t
  values (step_type, schema_name, capabilities, v_has_task_start, v_has_task_failure,
    coalesce((capabilities ->> 'per_task')::boolean, false), pgflow._now(), contract)
  on conflict on constraint step_types_pkey do update
  set schema_name = excluded.schema_name, capabilities = excluded.capabilities,
    has_task_start = excluded.has_task_start, has_task_failure = excluded.has_task_failure,
    per_task = excluded.per_task, registered_at = excluded.registered_at,
    contract = excluded.contract;
  perform pgflow._write_dispatch();
end
$$;
