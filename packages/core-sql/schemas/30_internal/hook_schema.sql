-- The schema of the plug-in whose hook a step calls: its type's for a hook that begins with
-- handle_, its backend's otherwise.
create function pgflow._hook_schema(run_id uuid, step_index smallint, hook text) returns name
language sql stable
set search_path = ''
as $$
  select case when hook like 'handle\_%' then t.schema_name else b.schema_name end
  from pgflow.step_states as s
  join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
  join pgflow.step_types as t on t.step_type = d.step_type
  join pgflow.worker_backends as b on b.backend = d.backend
  where s.run_id = _hook_schema.run_id and s.step_index = _hook_schema.step_index
$$;
