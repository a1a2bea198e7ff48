-- The decisions of a step type, as they are. Raises PF202 unless there is one well-formed decision
-- for each step.
create function pgflow._check_decisions(
  schema_name name,
  steps pgflow.drained_step[],
  decisions pgflow.step_decision[]
) returns pgflow.step_decision[]
language plpgsql stable
set search_path = ''
set enable_hashjoin = on
as $$
declare
  v_wrong text;
begin
  if cardinality(decisions) <> cardinality(steps) then
    v_wrong := format('%s decisions for %s steps', cardinality(decisions), cardinality(steps));
  else
    select case
        when d.run_id is null then format('no decision for step "%s"', s.step_slug)
        when coalesce(d.action, '') not in ('complete', 'continue', 'wait', 'fail')
          then format('unknown action %s', coalesce(quote_literal(d.action), 'null'))
        when coalesce(d.output_from, 'value') not in ('value', 'task', 'tasks')
          then format('unknown output_from %L', d.output_from)
        when d.action = 'continue' and coalesce(cardinality(d.tasks), 0) = 0
          then 'continue without tasks'
        when d.output_from = 'task' and s.remaining_tasks = 0 and s.task_count = 0
          then 'the output of a task of a step that has none'
      end
    into v_wrong
    from unnest(steps) as s
    left join unnest(decisions) as d on d.run_id = s.run_id and d.step_index = s.step_index
    order by 1 nulls last
    limit 1;
  end if;
  if v_wrong is not null then
    raise exception using errcode = 'PF202',
      message = format('%s.handle_step_task_completion gave %s', schema_name, v_wrong);
  end if;
  return decisions;
end
$$;
