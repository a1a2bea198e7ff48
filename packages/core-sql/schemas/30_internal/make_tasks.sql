-- Starts steps of one type: stores their tasks and hands the first window to the backend. All of it
-- stands in one subtransaction; when a plug-in raises, the steps are tried one by one, each in its
-- own, so that only the guilty one fails and nothing of it is left.
create function pgflow._make_tasks(schema_name name, steps pgflow.ready_step[])
returns setof pgflow.started_step
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hook text := 'handle_step_start';
  v_made record;
  v_step pgflow.ready_step;
begin
  begin
    v_made := pgflow._insert_tasks(schema_name, steps);
    v_hook := 'enqueue_step_tasks';
    perform pgflow._call_backends(v_hook, v_made.handed_over);
    return query select * from unnest(v_made.started);
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if cardinality(steps) = 1 then
      return query select steps[1].run_id, steps[1].step_index, 0,
        pgflow._plugin_error(
          case v_hook when 'handle_step_start' then schema_name else 'backend' end,
          v_hook, sqlstate, sqlerrm);
      return;
    end if;
  end;
  foreach v_step in array steps loop
    return query select * from pgflow._make_tasks(schema_name, array[v_step]);
  end loop;
end
$$;
