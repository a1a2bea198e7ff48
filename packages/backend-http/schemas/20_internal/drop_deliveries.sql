-- Deletes the deliveries of settled and unknown tasks. Stale results are passed over: the delivery
-- belongs to a later claim. Returns the queues that have room for a call now, since all tasks of
-- one are done.
create function pgflow_http._drop_deliveries(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_calls jsonb;
begin
  with dropped as (
    delete from pgflow_http.deliveries as d
    using unnest(outcomes) as o
    where o.outcome in ('completed', 'failed', 'gone')
      and d.run_id = any (array[o.run_id])
      and d.step_index = o.step_index and d.task_index = o.task_index
    returning d.queue_id, d.call_id
  )
  select jsonb_agg(distinct jsonb_build_object('queue_id', x.queue_id, 'call_id', x.call_id))
  into v_calls
  from dropped as x;

  return array(
    select distinct c.queue_id
    from jsonb_to_recordset(v_calls) as c (queue_id integer, call_id bigint)
    where not exists (
      select from pgflow_http.deliveries as d
      where d.queue_id = c.queue_id and d.call_id = c.call_id));
end
$$;
