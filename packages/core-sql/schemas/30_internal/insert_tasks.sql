-- Asks a step type what work there is, stores it and marks the steps started. Returns the steps
-- that have no task, and the tasks of each step's window. The definitions go straight from the
-- plug-in into the table: a map of 100,000 elements is never held in an array.
create function pgflow._insert_tasks(
  schema_name name,
  steps pgflow.ready_step[],
  out drained pgflow.step_ref[],
  out handed_over pgflow.task_ref[]
)
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_now constant timestamptz := pgflow._now();
  v_in_order boolean;
begin
  with made as (
    insert into pgflow.step_tasks as t
      (run_id, step_index, task_index, flow_id, status, visible_at, input)
    select d.run_id, d.step_index, d.task_index, s.flow_id,
      case when d.task_index < s.first_index + s.task_window then 'queued' else 'created' end,
      coalesce(d.visible_at, v_now), d.input
    from pgflow._dispatch_step_start(schema_name, steps) as d
    left join unnest(steps) as s on s.run_id = d.run_id and s.step_index = d.step_index
    returning t.run_id, t.step_index, t.task_index, t.flow_id, t.status, t.visible_at
  ), counted as (
    select m.run_id, m.step_index, count(*)::integer as tasks,
      min(m.task_index) as lowest, max(m.task_index) as highest,
      count(*) filter (where m.status = 'queued')::integer as handed_over
    from made as m
    group by m.run_id, m.step_index
  ), started as (
    update pgflow.step_states as ss
    set status = 'started', started_at = v_now,
      task_count = ss.task_count + coalesce(c.tasks, 0),
      remaining_tasks = ss.remaining_tasks + coalesce(c.tasks, 0),
      next_task_index = ss.next_task_index + coalesce(c.handed_over, 0)
    from unnest(steps) as s
    left join counted as c on c.run_id = s.run_id and c.step_index = s.step_index
    where ss.run_id = s.run_id and ss.step_index = s.step_index
    returning ss.run_id, ss.step_index, coalesce(c.tasks, 0) as tasks,
      coalesce(c.lowest, s.first_index) = s.first_index
        and coalesce(c.highest, s.first_index - 1) = s.first_index + coalesce(c.tasks, 0) - 1
        as in_order
  )
  select
    (select bool_and(s.in_order) from started as s),
    coalesce((
      select array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref)
      from started as s where s.tasks = 0), '{}'),
    (select array_agg(
        row(m.run_id, m.step_index, m.task_index, m.flow_id, m.visible_at)::pgflow.task_ref
        order by m.run_id, m.step_index, m.task_index)
      from made as m where m.status = 'queued')
  into v_in_order, drained, handed_over;

  if not v_in_order then
    raise exception using errcode = 'PF202', message = format(
      '%s.handle_step_start must number the tasks of a step without gaps', schema_name);
  end if;
end
$$;
