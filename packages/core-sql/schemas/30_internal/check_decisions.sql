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
  v_wrong text[];
begin
  if cardinality(decisions) <> cardinality(steps) then
    v_wrong := array['one decision for each step',
      format('%s for %s', cardinality(decisions), cardinality(steps))];
  else
    select case
        when d.run_id is null then array['one decision for each step', 'none', s.step_slug]
        when coalesce(d.action, '') not in ('complete', 'continue', 'wait', 'fail')
          then array['the action ''complete'', ''continue'', ''wait'' or ''fail''',
            quote_nullable(d.action), s.step_slug]
        when coalesce(d.output_from, 'value') not in ('value', 'task', 'tasks')
          then array['the output_from ''value'', ''task'' or ''tasks''',
            quote_literal(d.output_from), s.step_slug]
        when d.action = 'continue' and coalesce(cardinality(d.tasks), 0) = 0
          then array['tasks with ''continue''', 'none', s.step_slug]
        when d.output_from = 'task' and s.remaining_tasks = 0 and s.task_count = 0
          then array['an output_from of what the step has', '''task'' where there is none',
            s.step_slug]
      end
    into v_wrong
    from unnest(steps) as s
    left join unnest(decisions) as d on d.run_id = s.run_id and d.step_index = s.step_index
    order by 1 nulls last
    limit 1;
  end if;
  if v_wrong is not null then
    perform pgflow._refuse_answer(schema_name, 'handle_step_task_completion',
      v_wrong[1], concat(v_wrong[2], ' for step "' || v_wrong[3] || '"'));
  end if;
  return decisions;
end
$$;
