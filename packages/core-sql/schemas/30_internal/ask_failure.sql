-- Asks a step type what becomes of tasks that have used up their attempts. Isolated like
-- _make_tasks. Returns the tasks that it goes on without (`continue`), and those for which it
-- raised or broke its contract (`raised`, with the error in `extra`): it has said nothing of them.
create function pgflow._ask_failure(schema_name name, tasks pgflow.failed_task[])
returns setof pgflow.task_decision
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task pgflow.failed_task;
  v_decisions pgflow.task_decision[];
begin
  begin
    execute format(
      'select array(select d from %I.handle_step_task_failure($1) as d)', schema_name)
    into v_decisions using tasks;
    perform pgflow._check_task_decisions(schema_name, tasks, v_decisions);
    return query select * from unnest(v_decisions) as d where d.action = 'continue';
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if cardinality(tasks) = 1 then
      return query select tasks[1].run_id, tasks[1].step_index, tasks[1].task_index, 'raised',
        null::jsonb,
        pgflow._plugin_error(schema_name, 'handle_step_task_failure', sqlstate, sqlerrm);
      return;
    end if;
  end;
  foreach v_task in array tasks loop
    return query select * from pgflow._ask_failure(schema_name, array[v_task]);
  end loop;
end
$$;
