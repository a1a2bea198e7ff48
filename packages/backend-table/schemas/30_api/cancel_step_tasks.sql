-- Withdraws the deliveries of tasks, by their keys. One that another transaction holds is skipped:
-- the next claim finds its task cancelled and drops it.
-- Called by orchestration, for runs that end with deliveries outstanding.
create function pgflow_table.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  delete from pgflow_table.deliveries as d
  where d.ctid = any (array(
    select u.ctid
    from unnest(tasks) as t
    join pgflow_table.deliveries as u
      on u.run_id = any (array[t.run_id])
        and u.step_index = t.step_index and u.task_index = t.task_index
    for update of u skip locked));
end
$$;
