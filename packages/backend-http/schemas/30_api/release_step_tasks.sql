-- Gives back claimed tasks that were not begun; they are sent again at once and have spent no
-- attempt. claims: [{run_id, step_index, task_index, claim_no, delivery}]. Locks tasks, then
-- deliveries. security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.release_step_tasks(claims) as o);
begin
  perform pgflow_http._announce(pgflow_http._requeue(v_outcomes));
  return query select * from unnest(v_outcomes);
end
$$;
