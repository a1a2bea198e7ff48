-- Asks a step type what becomes of drained steps. Isolated like _make_tasks: a plug-in that raises,
-- or whose answer breaks the contract, fails only the guilty step.
create function pgflow._ask_completion(schema_name name, steps pgflow.drained_step[])
returns setof pgflow.step_decision
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decisions pgflow.step_decision[];
  v_step pgflow.drained_step;
begin
  begin
    execute format(
      'select coalesce(array_agg(d), ''{}'') from %I.handle_step_task_completion($1) as d',
      schema_name) into v_decisions using steps;
    perform pgflow._check_decisions(schema_name, steps, v_decisions);
    return query select * from unnest(v_decisions);
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if cardinality(steps) = 1 then
      return query select steps[1].run_id, steps[1].step_index, 'fail', null::text, null::jsonb,
        pgflow._plugin_error(schema_name, 'handle_step_task_completion', sqlstate, sqlerrm),
        null::pgflow.task_definition[], null::jsonb;
      return;
    end if;
  end;
  foreach v_step in array steps loop
    return query select * from pgflow._ask_completion(schema_name, array[v_step]);
  end loop;
end
$$;
