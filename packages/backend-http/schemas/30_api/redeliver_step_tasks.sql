-- Makes a delivery for each task that has none, and returns how many.
-- Called by orchestration, for tasks that are long overdue.
create function pgflow_http.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_lost constant pgflow.queued_task[] := array(
    select t from unnest(tasks) as t
    where not exists (
      select from pgflow_http.deliveries as d
      where d.run_id = t.run_id and d.step_index = t.step_index and d.task_index = t.task_index));
begin
  perform pgflow_http.enqueue_step_tasks(v_lost);
  return cardinality(v_lost);
end
$$;
