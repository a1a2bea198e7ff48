-- For step types: the settled tasks of steps with their outputs and errors, in order.
create function pgflow.task_results(steps pgflow.drained_step[])
returns table (
  run_id uuid, step_index smallint, task_index integer, status text, output jsonb, error jsonb
)
language sql stable
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
  select t.run_id, t.step_index, t.task_index, t.status::text, t.output, t.error
  from unnest(steps) as s
  join pgflow.step_tasks as t on t.run_id = any (array[s.run_id]) and t.step_index = s.step_index
  where t.ended_at is not null
  order by t.run_id, t.step_index, t.task_index
$$;
