-- Starts steps of one type: stores their tasks and hands the first window to the backend. All of it
-- stands in one subtransaction; when a plug-in raises, the steps are tried one by one, each in its
-- own, so that only the guilty one fails and nothing of it is left.
create function pgflow._make_tasks(
  schema_name name,
  steps pgflow.ready_step[],
  out drained pgflow.step_ref[],
  out failures pgflow.step_failure[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hook text := 'handle_step_start';
  v_made record;
  v_step pgflow.ready_step;
begin
  failures := '{}';

  begin
    v_made := pgflow._insert_tasks(schema_name, steps);
    drained := v_made.drained;
    v_hook := 'enqueue_step_tasks';
    perform pgflow._call_backends(v_hook, v_made.handed_over);
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    drained := '{}';
    if cardinality(steps) = 1 then
      failures := array[row(steps[1].run_id, steps[1].step_index,
        pgflow._plugin_error(
          case v_hook when 'handle_step_start' then schema_name else 'backend' end,
          v_hook, sqlstate, sqlerrm))::pgflow.step_failure];
      return;
    end if;
  end;

  foreach v_step in array steps loop
    v_made := pgflow._make_tasks(schema_name, array[v_step]);
    drained := drained || v_made.drained;
    failures := failures || v_made.failures;
  end loop;
end
$$;
