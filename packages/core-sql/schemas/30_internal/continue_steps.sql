-- Gives started steps the further tasks of their decisions. Indexes go on where the step stopped;
-- a plug-in that numbers otherwise fails its step. The caller holds the runs.
create function pgflow._continue_steps(decisions pgflow.step_decision[])
returns pgflow.step_failure[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decision pgflow.step_decision;
  v_failures pgflow.step_failure[] := '{}';
begin
  foreach v_decision in array decisions loop
    begin
      perform pgflow._add_tasks(v_decision);
    exception when others then
      if pgflow._is_transient(sqlstate) then
        raise;
      end if;
      v_failures := v_failures || row(v_decision.run_id, v_decision.step_index,
        pgflow._plugin_error('the step type', 'continue', sqlstate, sqlerrm))::pgflow.step_failure;
    end;
  end loop;
  return v_failures;
end
$$;
