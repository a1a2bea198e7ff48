-- Asks a step type what work there is, stores it and marks the steps started. Returns the steps
-- that have no task, and the tasks of each step's window. The definitions go straight from the
-- plug-in into the table: a map of 100,000 elements is never held in an array.
-- Joins steps with tasks, both of them arrays, and reads no table: that wants a hash.
create function pgflow._insert_tasks(
  schema_name name,
  steps pgflow.ready_step[],
  out drained pgflow.step_ref[],
  out handed_over pgflow.task_ref[]
)
language plpgsql volatile
set search_path = ''
set enable_hashjoin = on
as $$
#variable_conflict use_column
declare
  v_now constant timestamptz := pgflow._now();
  v_started pgflow.started_step[];
  v_wrong text;
begin
  with made as (
    insert into pgflow.step_tasks as t
      (run_id, step_index, task_index, flow_id, visible_at, input)
    select d.run_id, d.step_index, d.task_index, s.flow_id, coalesce(d.visible_at, v_now), d.input
    from pgflow._dispatch_step_start(schema_name, steps) as d
    left join unnest(steps) as s on s.run_id = d.run_id and s.step_index = d.step_index
    returning t.run_id, t.step_index, t.task_index, t.flow_id, t.visible_at
  ), counted as (
    select m.run_id, m.step_index, count(*)::integer as tasks,
      min(m.task_index) as lowest, max(m.task_index) as highest
    from made as m
    group by m.run_id, m.step_index
  ), started as (
    select s.run_id, s.step_index, s.step_slug, c.lowest, c.highest,
      coalesce(c.tasks, 0) as tasks,
      least(coalesce(c.tasks, 0), s.task_window) as handed_over,
      s.first_index + s.task_window as upto,
      coalesce(c.lowest, s.first_index) = s.first_index
        and coalesce(c.highest, s.first_index - 1) = s.first_index + coalesce(c.tasks, 0) - 1
        as in_order
    from unnest(steps) as s
    left join counted as c on c.run_id = s.run_id and c.step_index = s.step_index
  )
  select
    min(format('%s for step "%s", from %s to %s', s.tasks, s.step_slug, s.lowest, s.highest))
      filter (where not s.in_order),
    array_agg(row(s.run_id, s.step_index, s.tasks, s.handed_over)::pgflow.started_step),
    coalesce(array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref)
      filter (where s.tasks = 0), '{}'),
    (select array_agg(
        row(m.run_id, m.step_index, m.task_index, m.flow_id, m.visible_at)::pgflow.task_ref
        order by m.run_id, m.step_index, m.task_index)
      from started as s
      join made as m on m.run_id = s.run_id and m.step_index = s.step_index
      where m.task_index < s.upto)
  into v_wrong, v_started, drained, handed_over
  from started as s;

  if v_wrong is not null then
    perform pgflow._refuse_answer(schema_name, 'handle_step_start',
      'the tasks of a step numbered from its first_index without gaps', v_wrong);
  end if;
  perform pgflow._mark_started(v_started);
end
$$;
