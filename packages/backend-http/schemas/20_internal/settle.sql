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
  v_with_room integer[] := pgflow_http._drop_deliveries(v_outcomes);
begin
  if jsonb_array_length(failed) > 0 then
    v_with_room := v_with_room || pgflow_http._requeue(v_outcomes);
  end if;
  perform pgflow_http._announce(v_with_room);
  return v_outcomes;
end
$$;
