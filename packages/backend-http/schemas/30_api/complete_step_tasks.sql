-- Settles tasks as completed: [{run_id, step_index, task_index, claim_no, delivery, output}].
-- A late or doubled result answers stale and changes nothing.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_http._settle(results, '[]'))
$$;
