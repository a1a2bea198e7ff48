-- What becomes of steps that have tasks just settled, or no tasks at all; those that are not
-- started any more are passed over. Counts them down, hands their next tasks over, as many as the
-- window then allows, and asks the step types, one call per type, about those that are drained and,
-- where the type is per_task, about all. The one constructor of drained_step. A drained step is not
-- counted down, unless its type is per_task: to be completed is its next write.
-- Returns the decisions to complete a step and to continue it, the steps to complete though they
-- have tasks outstanding, and those that failed; `wait` asks for nothing. The caller holds the
-- runs.
create function pgflow._decide_steps(
  steps pgflow.step_ref[],
  out completions pgflow.step_decision[],
  out continuations pgflow.step_decision[],
  out unfinished pgflow.step_ref[],
  out failures pgflow.step_failure[]
)
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_group record;
  v_answers pgflow.step_decision[];
  v_decisions pgflow.step_decision[] := '{}';
begin
  unfinished := '{}';
  for v_group in
    with step as (
      select s.run_id, s.step_index, s.flow_id, d.step_slug, d.config, s.task_count,
        s.remaining_tasks - coalesce(cardinality(r.settled_tasks), 0) as remaining_tasks,
        coalesce(r.settled_tasks, '{}') as settled_tasks,
        s.next_task_index < s.task_count as has_waiting, t.schema_name, t.per_task
      from unnest(steps) as r
      join pgflow.step_states as s
        on s.run_id = any (array[r.run_id]) and s.step_index = r.step_index
      join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
      join pgflow.step_types as t on t.step_type = d.step_type
      where s.status = 'started'
    ), counted as (
      update pgflow.step_states as s
      set remaining_tasks = c.remaining_tasks
      from step as c
      where (c.remaining_tasks > 0 or c.per_task)
        and s.run_id = any (array[c.run_id]) and s.step_index = c.step_index
    )
    select s.schema_name, s.per_task,
      array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref) filter (where s.has_waiting)
        as waiting,
      array_agg(
        row(s.run_id, s.step_index, s.flow_id, s.step_slug, s.config, s.task_count,
          s.remaining_tasks, s.settled_tasks)::pgflow.drained_step)
        filter (where s.remaining_tasks = 0 or s.per_task) as drained
    from step as s
    group by s.schema_name, s.per_task
    order by s.schema_name
  loop
    if v_group.waiting is not null then
      perform pgflow._hand_over_tasks(v_group.waiting);
    end if;
    if v_group.drained is not null then
      v_answers := pgflow._ask_completion(v_group.schema_name, v_group.drained);
      v_decisions := v_decisions || v_answers;
      if v_group.per_task then
        unfinished := unfinished || array(
          select row(s.run_id, s.step_index, null)::pgflow.step_ref
          from unnest(v_group.drained::pgflow.drained_step[]) as s
          join unnest(v_answers) as d on d.run_id = s.run_id and d.step_index = s.step_index
          where s.remaining_tasks > 0 and d.action = 'complete');
      end if;
    end if;
  end loop;

  select
    coalesce(array_agg(d) filter (where d.action = 'complete'), '{}'),
    coalesce(array_agg(d) filter (where d.action = 'continue'), '{}'),
    coalesce(array_agg(
      row(d.run_id, d.step_index, coalesce(d.error, pgflow._unexplained(d.run_id, d.step_index)))
        ::pgflow.step_failure) filter (where d.action = 'fail'), '{}')
  into completions, continuations, failures
  from unnest(v_decisions) as d;

  if cardinality(completions) < cardinality(v_decisions) then
    perform pgflow._count_drained(v_decisions);
  end if;
end
$$;
