-- Settles results with core, then does the outbox's side: the deliveries of completed and failed
-- tasks are deleted, those of tasks to retry wait until then. Where that makes room for a call, it
-- is made. Order: core's locks first, deliveries last.
create function pgflow_http._settle(completed jsonb, failed jsonb) returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.settle_step_tasks(completed, failed) as o);
begin
  perform pgflow_http._announce(pgflow_http._apply_outcomes(v_outcomes));
  return v_outcomes;
end
$$;
