-- Settles tasks as completed: [{run_id, step_index, task_index, claim_no, delivery, output}].
-- A late or doubled result answers stale and changes nothing.
-- security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_pgmq._settle(results, '[]'))
$$;
