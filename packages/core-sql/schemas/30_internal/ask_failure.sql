-- Asks a step type what becomes of tasks that have used up their attempts. Isolated like
-- _make_tasks. A plug-in that raises has said nothing, so its tasks fail their steps.
create function pgflow._ask_failure(schema_name name, tasks pgflow.failed_task[])
returns setof pgflow.task_decision
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task pgflow.failed_task;
begin
  begin
    return query execute format('select * from %I.handle_step_task_failure($1)', schema_name)
      using tasks;
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if cardinality(tasks) = 1 then
      return;
    end if;
  end;
  foreach v_task in array tasks loop
    return query select * from pgflow._ask_failure(schema_name, array[v_task]);
  end loop;
end
$$;
