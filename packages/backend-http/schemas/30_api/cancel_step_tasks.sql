-- Withdraws the deliveries of tasks, by their keys. One that another transaction holds is skipped:
-- its next start finds the task cancelled and drops it. A call that was made already finds nothing
-- to start. Called by orchestration, for runs that end with deliveries outstanding.
create function pgflow_http.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_queue_ids integer[];
begin
  with withdrawn as (
    delete from pgflow_http.deliveries as d
    where d.ctid = any (array(
      select u.ctid
      from unnest(tasks) as t
      join pgflow_http.deliveries as u
        on u.run_id = any (array[t.run_id])
          and u.step_index = t.step_index and u.task_index = t.task_index
      for update of u skip locked))
    returning d.queue_id
  )
  select array_agg(distinct w.queue_id) into v_queue_ids from withdrawn as w;
  perform pgflow_http._announce(v_queue_ids);
end
$$;
