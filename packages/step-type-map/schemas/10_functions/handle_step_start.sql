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
