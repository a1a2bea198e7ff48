-- A step type with many tasks, as plain as can be: one per element of an array, which is the output
-- of the dependency in config.over, or the run's input. With config.blocked it raises while the
-- setting test.blocked is on.
create schema pgflow_each;

create function pgflow_each._elements(step pgflow.ready_step)
returns table (value jsonb, ordinality bigint) language plpgsql stable as $$
begin
  if step.config ? 'blocked' and current_setting('test.blocked', true) = 'on' then
    raise 'blocked';
  end if;
  return query
    select e.value, e.ordinality
    from jsonb_array_elements(
      pgflow.source_value(step.run_id, step.flow_id, step.config ->> 'over'))
      with ordinality as e;
end
$$;

create function pgflow_each.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql stable as $$
  select s.run_id, s.step_index, (s.first_index + e.ordinality - 1)::integer, e.value,
    null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join lateral pgflow_each._elements(s) as e
$$;

create function pgflow_each.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql stable as $$
  select s.run_id, s.step_index, 'complete', 'tasks', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

select pgflow.register_step_type('each', 'pgflow_each');
