-- Raises PF202 unless a step type has decided tasks that it was asked about, each once at most, to
-- continue or to fail.
create function pgflow._check_task_decisions(
  schema_name name,
  tasks pgflow.failed_task[],
  decisions pgflow.task_decision[]
) returns void
language plpgsql stable
set search_path = ''
set enable_hashjoin = on
as $$
declare
  v_found text;
begin
  select case
      when t.run_id is null then 'a row for a task that it was not asked about'
      when count(*) > 1 then format('%s rows for task %s of step "%s"', count(*), t.task_index,
        t.step_slug)
      else format('action %s for task %s of step "%s"',
        coalesce(quote_literal(min(d.action)), 'null'), t.task_index, t.step_slug)
    end
  into v_found
  from unnest(decisions) as d
  left join unnest(tasks) as t
    on t.run_id = d.run_id and t.step_index = d.step_index and t.task_index = d.task_index
  group by t.run_id, t.step_index, t.task_index, t.step_slug
  having t.run_id is null or count(*) > 1
    or coalesce(min(d.action), '') not in ('continue', 'fail')
  limit 1;
  if found then
    perform pgflow._refuse_answer(schema_name, 'handle_step_task_failure',
      'a row with action ''continue'' or ''fail'' for each task, or none', v_found);
  end if;
end
$$;
