-- Asks a step type what becomes of drained steps. Isolated like _make_tasks: a plug-in that raises,
-- or whose answer breaks the contract, fails only the guilty step.
create function pgflow._ask_completion(schema_name name, steps pgflow.drained_step[])
returns pgflow.step_decision[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decisions pgflow.step_decision[] := '{}';
  v_step pgflow.drained_step;
begin
  begin
    return pgflow._check_decisions(schema_name, steps,
      pgflow._dispatch_step_task_completion(schema_name, steps));
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if cardinality(steps) = 1 then
      return array[row(steps[1].run_id, steps[1].step_index, 'fail', null, null,
        pgflow._plugin_error(schema_name, 'handle_step_task_completion', sqlstate, sqlerrm),
        null, null)::pgflow.step_decision];
    end if;
  end;

  foreach v_step in array steps loop
    v_decisions := v_decisions || pgflow._ask_completion(schema_name, array[v_step]);
  end loop;
  return v_decisions;
end
$$;
