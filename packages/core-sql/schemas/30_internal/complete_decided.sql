-- Completes steps; where an output is over what one jsonb value can hold, only that step fails.
create function pgflow._complete_decided(
  decisions pgflow.step_decision[],
  out completed pgflow.step_ref[],
  out ready pgflow.step_ref[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decision pgflow.step_decision;
  v_done record;
begin
  completed := '{}';
  ready := '{}';
  if cardinality(decisions) = 0 then
    return;
  end if;

  begin
    v_done := pgflow._complete_steps(decisions);
    completed := v_done.completed;
    ready := v_done.ready;
    return;
  exception when program_limit_exceeded then
    completed := '{}';
    ready := '{}';
    if cardinality(decisions) = 1 then
      perform pgflow._fail_steps(array[row(decisions[1].run_id, decisions[1].step_index,
        jsonb_build_object('code', 'PF203', 'message', 'the output of the step is too large: '
          || sqlerrm))::pgflow.step_failure]);
      return;
    end if;
  end;

  foreach v_decision in array decisions loop
    v_done := pgflow._complete_decided(array[v_decision]);
    completed := completed || v_done.completed;
    ready := ready || v_done.ready;
  end loop;
end
$$;
