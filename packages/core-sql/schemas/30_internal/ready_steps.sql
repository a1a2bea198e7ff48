-- The one constructor of ready_step: steps that wait for nothing more, with their type's schema.
create function pgflow._ready_steps(steps pgflow.step_ref[])
returns table (schema_name name, ready pgflow.ready_step)
language plpgsql stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select t.schema_name,
      row(s.run_id, s.step_index, s.flow_id, d.step_slug, d.config, s.task_count, d.task_window)
        ::pgflow.ready_step
    from unnest(steps) as r
    join pgflow.step_states as s on s.run_id = r.run_id and s.step_index = r.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    join pgflow.step_types as t on t.step_type = d.step_type
    where s.status = 'created' and s.remaining_deps = 0;
end
$$;
