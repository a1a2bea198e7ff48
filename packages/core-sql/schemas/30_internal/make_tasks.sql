-- Starts steps of one type: stores their tasks and hands the first window to the backend. All of it
-- stands in one subtransaction; when a plug-in raises, the steps are tried one by one, each in its
-- own, so that only the guilty one fails and nothing of it is left. What cannot be stored of the
-- answer of a type (an index twice, a step that was not asked about) breaks its contract.
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
  v_table text;
  v_detail text;
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
      get stacked diagnostics v_table = table_name, v_detail = pg_exception_detail;
      failures := array[row(steps[1].run_id, steps[1].step_index, case
        when v_hook = 'handle_step_start' and v_table = 'step_tasks'
          then pgflow._plugin_error(schema_name, v_hook, 'PF202', format(
            '%s must give one task for each index of the steps that it is asked about, and gave '
              'one that cannot be stored: %s. %s',
            pgflow._hook_name(schema_name, v_hook), sqlerrm, v_detail))
        else pgflow._plugin_error(
          pgflow._hook_schema(steps[1].run_id, steps[1].step_index, v_hook), v_hook, sqlstate,
          sqlerrm)
        end)::pgflow.step_failure];
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
