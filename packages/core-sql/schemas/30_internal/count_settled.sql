-- Counts step states down by the tasks just settled and hands the next ones over, as many as the
-- window then allows. Returns the steps about which their type has to decide: those that are
-- drained and, where the type is per_task, all. A drained step is not counted down here, unless its
-- type is per_task: to be completed is its next write. The caller holds the runs.
create function pgflow._count_settled(outcomes pgflow.task_outcome[]) returns pgflow.step_ref[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_waiting pgflow.step_ref[];
  v_to_decide pgflow.step_ref[];
begin
  with settled as (
    select o.run_id, o.step_index, count(*)::integer as tasks, array_agg(o.task_index) as indexes
    from unnest(outcomes) as o
    where o.outcome = 'completed'
    group by o.run_id, o.step_index
  ), step as (
    select s.run_id, s.step_index, s.remaining_tasks - c.tasks as remaining_tasks, c.indexes,
      s.next_task_index < s.task_count as has_waiting, y.per_task
    from settled as c
    join pgflow.step_states as s on s.run_id = any (array[c.run_id]) and s.step_index = c.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    join pgflow.step_types as y on y.step_type = d.step_type
    where s.status = 'started'
  ), counted as (
    update pgflow.step_states as s
    set remaining_tasks = c.remaining_tasks
    from step as c
    where (c.remaining_tasks > 0 or c.per_task)
      and s.run_id = any (array[c.run_id]) and s.step_index = c.step_index
  )
  select
    array_agg(row(s.run_id, s.step_index, s.indexes)::pgflow.step_ref)
      filter (where s.has_waiting),
    array_agg(row(s.run_id, s.step_index, s.indexes)::pgflow.step_ref)
      filter (where s.remaining_tasks = 0 or s.per_task)
  into v_waiting, v_to_decide
  from step as s;

  if v_waiting is not null then
    perform pgflow._hand_over_tasks(v_waiting);
  end if;
  return coalesce(v_to_decide, '{}');
end
$$;
