-- Settles attempts as failed and answers per task: retry at a time, or failed; see
-- settle_step_tasks.
create function pgflow.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile
set search_path = ''
as $$
  select * from pgflow.settle_step_tasks('[]', results)
$$;
