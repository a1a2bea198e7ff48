-- A step type with many tasks, as plain as can be: one per element of an array, which is the output
-- of the dependency in config.over, or the run's input.
create schema pgflow_each;

create function pgflow_each.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql stable as $$
  select s.run_id, s.step_index, (s.first_index + e.ordinality - 1)::integer, e.value,
    null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join lateral jsonb_array_elements(
    pgflow.source_value(s.run_id, s.flow_id, s.config ->> 'over')) with ordinality as e
$$;

create function pgflow_each.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql stable as $$
  select s.run_id, s.step_index, 'complete', 'tasks', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

select pgflow.register_step_type('each', 'pgflow_each');
