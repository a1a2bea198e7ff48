-- 00_schema/00_settings.sql
-- Functions may call what stands in a later file; each body is checked when it first runs, and the
-- tests run them all.
set check_function_bodies = off;

-- 00_schema/pgflow_map.sql
create schema if not exists pgflow_map;
comment on schema pgflow_map is
  'The step type map: one task per element of an array, outputs in the order of the elements.';
revoke all on schema pgflow_map from public;

-- 10_functions/elements.sql
-- The elements of the array that a map step goes over: the output of the dependency that its config
-- names in "over", or the run's input. Raises PF210 for anything that is not an array, null
-- included.
create function pgflow_map._elements(step pgflow.ready_step)
returns table (value jsonb, ordinality bigint)
language plpgsql stable
set search_path = ''
as $$
declare
  v_over constant text := step.config ->> 'over';
  v_source constant jsonb := pgflow.source_value(step.run_id, step.flow_id, v_over);
begin
  if jsonb_typeof(v_source) is distinct from 'array' then
    raise exception using errcode = 'PF210', message = format(
      'step "%s" maps over %s, which is not an array but %s', step.step_slug,
      coalesce('the output of "' || v_over || '"', 'the run''s input'),
      coalesce(jsonb_typeof(v_source), 'missing'));
  end if;
  return query
    select e.value, e.ordinality from jsonb_array_elements(v_source) with ordinality as e;
end
$$;

-- 10_functions/handle_step_start.sql
-- One task per element, in order, each with the element as its input: an element is stored once,
-- and no task carries the array. An empty array makes no task, so the step is drained at once.
create function pgflow_map.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, (s.first_index + e.ordinality - 1)::integer, e.value,
    null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join lateral pgflow_map._elements(s) as e
$$;

-- 10_functions/handle_step_task_completion.sql
-- The outputs of the tasks, in the order of the elements, are the output of the step.
create function pgflow_map.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, 'complete', 'tasks', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

-- 90_grants/revoke.sql
revoke execute on all functions in schema pgflow_map from public;

-- 90_grants/zz_register.sql
select pgflow.register_step_type('map', 'pgflow_map', '{}', '1.0');

-- 99_end/settings.sql
reset check_function_bodies;
