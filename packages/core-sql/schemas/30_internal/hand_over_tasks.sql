-- Hands tasks to their backend up to each step's window. The caller holds the runs.
create function pgflow._hand_over_tasks(steps pgflow.step_ref[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_handed_over pgflow.task_ref[];
begin
  with open as (
    select s.run_id, s.step_index, s.next_task_index as lowest,
      least(s.task_count, s.task_count - s.remaining_tasks + d.task_window) as upto
    from unnest(steps) as r
    join pgflow.step_states as s on s.run_id = any (array[r.run_id]) and s.step_index = r.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    where s.status = 'started' and s.next_task_index < s.task_count
  ), moved as (
    update pgflow.step_states as s
    set next_task_index = o.upto
    from open as o
    where s.run_id = any (array[o.run_id]) and s.step_index = o.step_index and o.upto > o.lowest
  )
  select array_agg(
    row(t.run_id, t.step_index, t.task_index, t.flow_id, greatest(t.visible_at, v_now))
      ::pgflow.task_ref
    order by t.run_id, t.step_index, t.task_index)
  into v_handed_over
  from open as o
  join pgflow.step_tasks as t
    on t.run_id = any (array[o.run_id])
      and t.step_index = o.step_index
      and t.task_index >= o.lowest
      and t.task_index < o.upto;

  perform pgflow._call_backends('enqueue_step_tasks', v_handed_over);
end
$$;
