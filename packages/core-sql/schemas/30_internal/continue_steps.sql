-- Gives started steps the further tasks of their decisions, and hands over what the windows allow.
-- Indexes go on where the step stopped; a plug-in that numbers otherwise fails its step. The caller
-- holds the runs.
create function pgflow._continue_steps(decisions pgflow.step_decision[])
returns pgflow.step_failure[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decision pgflow.step_decision;
  v_hook text;
  v_failures pgflow.step_failure[] := '{}';
begin
  foreach v_decision in array decisions loop
    v_hook := 'handle_step_task_completion';
    begin
      perform pgflow._add_tasks(v_decision);
      v_hook := 'enqueue_step_tasks';
      perform pgflow._hand_over_tasks(array[
        row(v_decision.run_id, v_decision.step_index, null)::pgflow.step_ref]);
    exception when others then
      if pgflow._is_transient(sqlstate) then
        raise;
      end if;
      v_failures := v_failures || row(v_decision.run_id, v_decision.step_index,
        pgflow._plugin_error(
          pgflow._hook_schema(v_decision.run_id, v_decision.step_index, v_hook), v_hook,
          sqlstate, sqlerrm))::pgflow.step_failure;
    end;
  end loop;
  return v_failures;
end
$$;
