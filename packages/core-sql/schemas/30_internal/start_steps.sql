-- Starts steps that wait for nothing more, one call per step type; those whose run has ended
-- meanwhile are passed over. The one constructor of ready_step. Returns the steps that have no
-- task, and those that failed to start. The caller holds the runs.
create function pgflow._start_steps(
  steps pgflow.step_ref[],
  out drained pgflow.step_ref[],
  out failures pgflow.step_failure[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
  v_made record;
begin
  drained := '{}';
  failures := '{}';

  for v_group in
    select t.schema_name,
      array_agg(
        row(s.run_id, s.step_index, s.flow_id, d.step_slug, d.config, s.task_count, d.task_window)
          ::pgflow.ready_step) as ready
    from unnest(steps) as r
    join pgflow.step_states as s on s.run_id = any (array[r.run_id]) and s.step_index = r.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    join pgflow.step_types as t on t.step_type = d.step_type
    where s.status = 'created'
    group by t.schema_name
    order by t.schema_name
  loop
    v_made := pgflow._make_tasks(v_group.schema_name, v_group.ready);
    drained := drained || v_made.drained;
    failures := failures || v_made.failures;
  end loop;
end
$$;
