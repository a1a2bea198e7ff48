-- Settles attempts as failed: [{run_id, step_index, task_index, claim_no, delivery, error}], and
-- answers retry (with the time) or failed. A late or doubled result answers stale.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_http._settle('[]', results))
$$;
