-- Settles tasks as completed; see settle_step_tasks.
create function pgflow.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile
set search_path = ''
as $$
  select * from pgflow.settle_step_tasks(results, '[]')
$$;
