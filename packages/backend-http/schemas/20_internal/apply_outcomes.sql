-- The outbox's side of core's answers: deliveries of tasks that are done are removed, those that
-- are to come again wait. Returns the queues on which there may be something to send now.
create function pgflow_http._apply_outcomes(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queue_ids integer[] := pgflow_http._drop_deliveries(outcomes);
begin
  -- Most batches have none.
  if exists (
    select from unnest(outcomes) as o where o.outcome in ('retry', 'ok', 'hidden')
  ) then
    v_queue_ids := v_queue_ids || pgflow_http._requeue(outcomes);
  end if;
  return v_queue_ids;
end
$$;
