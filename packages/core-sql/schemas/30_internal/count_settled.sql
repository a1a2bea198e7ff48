-- Counts step states down by the tasks just settled and hands the next ones over: as many as
-- settled, up to the window. Returns the steps about which their type has to decide: those that are
-- drained and, where the type is per_task, all. The caller holds the runs.
create function pgflow._count_settled(outcomes pgflow.task_outcome[]) returns pgflow.step_ref[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_handed_over pgflow.task_ref[];
  v_to_decide pgflow.step_ref[];
begin
  with settled as (
    select o.run_id, o.step_index, count(*)::integer as tasks, array_agg(o.task_index) as indexes
    from unnest(outcomes) as o
    where o.outcome = 'completed'
    group by o.run_id, o.step_index
  ), state as (
    select s.run_id, s.step_index, c.indexes, y.per_task,
      s.remaining_tasks - c.tasks as remaining_tasks,
      s.next_task_index as lowest,
      greatest(s.next_task_index, least(
        s.task_count, s.task_count - s.remaining_tasks + c.tasks + d.task_window)) as upto
    from settled as c
    join pgflow.step_states as s on s.run_id = c.run_id and s.step_index = c.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    join pgflow.step_types as y on y.step_type = d.step_type
    where s.status = 'started'
  ), counted as (
    update pgflow.step_states as s
    set remaining_tasks = x.remaining_tasks, next_task_index = x.upto
    from state as x
    where s.run_id = x.run_id and s.step_index = x.step_index
  ), handed_over as (
    update pgflow.step_tasks as t
    set status = 'queued', visible_at = greatest(t.visible_at, v_now)
    from state as x
    where t.run_id = x.run_id
      and t.step_index = x.step_index
      and t.task_index >= x.lowest
      and t.task_index < x.upto
      and t.status = 'created'
    returning t.run_id, t.step_index, t.task_index, t.flow_id, t.visible_at
  )
  select
    (select array_agg(
        row(h.run_id, h.step_index, h.task_index, h.flow_id, h.visible_at)::pgflow.task_ref
        order by h.run_id, h.step_index, h.task_index) from handed_over as h),
    (select array_agg(row(x.run_id, x.step_index, x.indexes)::pgflow.step_ref)
      from state as x where x.remaining_tasks = 0 or x.per_task)
  into v_handed_over, v_to_decide;

  perform pgflow._call_backends('enqueue_step_tasks', v_handed_over);
  return coalesce(v_to_decide, '{}');
end
$$;
