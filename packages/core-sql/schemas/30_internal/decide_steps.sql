-- Asks the step types about those of the steps that are still started, one call per type. The one
-- constructor of drained_step. Returns the decisions to complete a step and to continue it, the
-- steps to complete though they have tasks outstanding, and those that failed; `wait` asks for
-- nothing.
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
declare
  v_group record;
  v_answers pgflow.step_decision[];
  v_decisions pgflow.step_decision[] := '{}';
begin
  unfinished := '{}';
  for v_group in
    select t.schema_name, t.per_task,
      array_agg(
        row(s.run_id, s.step_index, s.flow_id, d.step_slug, d.config, s.task_count,
          case when t.per_task then s.remaining_tasks else 0 end, coalesce(r.settled_tasks, '{}'))::pgflow.drained_step) as drained
    from unnest(steps) as r
    join pgflow.step_states as s on s.run_id = any (array[r.run_id]) and s.step_index = r.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    join pgflow.step_types as t on t.step_type = d.step_type
    where s.status = 'started'
    group by t.schema_name, t.per_task
    order by t.schema_name
  loop
    v_answers := pgflow._ask_completion(v_group.schema_name, v_group.drained);
    v_decisions := v_decisions || v_answers;
    if v_group.per_task then
      unfinished := array(
        select row(s.run_id, s.step_index, null)::pgflow.step_ref
        from unnest(v_group.drained::pgflow.drained_step[]) as s
        join unnest(v_answers) as d on d.run_id = s.run_id and d.step_index = s.step_index
        where s.remaining_tasks > 0 and d.action = 'complete') || unfinished;
    end if;
  end loop;

  select
    coalesce(array_agg(d) filter (where d.action = 'complete'), '{}'),
    coalesce(array_agg(d) filter (where d.action = 'continue'), '{}'),
    coalesce(array_agg(
      row(d.run_id, d.step_index, coalesce(d.error,
        jsonb_build_object('code', 'PF201', 'message', 'the step type failed the step')))
        ::pgflow.step_failure) filter (where d.action = 'fail'), '{}')
  into completions, continuations, failures
  from unnest(v_decisions) as d;

  if cardinality(completions) < cardinality(v_decisions) then
    perform pgflow._count_drained(v_decisions);
  end if;
end
$$;
