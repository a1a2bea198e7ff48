-- Settles results with core, then does the queue's side: the deliveries of completed and failed
-- tasks are deleted, those of tasks to retry are hidden until then, and stale ones are left alone,
-- since they belong to a later claim. Order: core's locks first, deliveries last.
create function pgflow_pgmq._settle(completed jsonb, failed jsonb)
returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.settle_step_tasks(completed, failed) as o);
begin
  perform pgflow_pgmq._drop_deliveries(array(
    select o.delivery from unnest(v_outcomes) as o
    where o.outcome in ('completed', 'failed')));
  if jsonb_array_length(failed) > 0 then
    perform pgflow_pgmq._hide_delivery(o.delivery, o.visible_at)
    from unnest(v_outcomes) as o
    where o.outcome = 'retry' and pgflow_pgmq._is_delivery(o.delivery);
  end if;
  return v_outcomes;
end
$$;
