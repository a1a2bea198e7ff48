-- Has deliveries wait again, until the times in core's answers: of a retry, a released claim, or
-- what could not be started and is in nobody's hands. Returns their queues.
create function pgflow_http._requeue(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_queue_ids integer[];
begin
  with requeued as (
    update pgflow_http.deliveries as d
    set visible_at = o.visible_at, due_at = o.visible_at, call_id = null, started = false
    from unnest(outcomes) as o
    where (o.outcome in ('retry', 'ok') or o.outcome = 'hidden' and not d.started)
      and o.visible_at is not null
      and d.run_id = any (array[o.run_id])
      and d.step_index = o.step_index and d.task_index = o.task_index
    returning d.queue_id
  )
  select array_agg(distinct r.queue_id) into v_queue_ids from requeued as r;
  return v_queue_ids;
end
$$;
