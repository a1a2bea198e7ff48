-- The life of a run between two settles. Starts what is ready; counts down what has tasks settled
-- and asks the step types about what that drains (a step without tasks is drained at once);
-- completing steps makes others ready; and so on until neither is left. Then the runs are counted
-- down, once, also by the steps that the caller has completed itself. The caller holds the runs,
-- and names in `changed` those that it has changed already.
create function pgflow._advance_runs(
  changed uuid[],
  ready pgflow.step_ref[],
  settled pgflow.step_ref[],
  completed pgflow.step_ref[] default '{}'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ready pgflow.step_ref[] := ready;
  v_settled pgflow.step_ref[] := settled;
  v_completed pgflow.step_ref[] := completed;
  v_failures pgflow.step_failure[];
  v_started record;
  v_decided record;
  v_done record;
begin
  loop
    v_failures := '{}';
    if cardinality(v_ready) > 0 then
      v_started := pgflow._start_steps(v_ready);
      v_settled := v_settled || v_started.drained;
      v_failures := v_started.failures;
      v_ready := '{}';
    end if;

    if cardinality(v_settled) > 0 then
      v_decided := pgflow._decide_steps(v_settled);
      v_done := pgflow._complete_decided(v_decided.completions);
      if cardinality(v_decided.unfinished) > 0 then
        perform pgflow._withdraw_tasks(v_decided.unfinished);
      end if;
      v_completed := v_completed || v_done.completed;
      v_ready := v_done.ready;
      v_failures := v_failures || v_decided.failures
        || pgflow._continue_steps(v_decided.continuations);
      v_settled := '{}';
      -- race point: steps completed
    end if;

    if cardinality(v_failures) > 0 then
      perform pgflow._fail_steps(v_failures);
    end if;
    exit when cardinality(v_ready) = 0 and cardinality(v_settled) = 0;
  end loop;

  if cardinality(changed) > 0 or cardinality(v_completed) > 0 then
    perform pgflow._count_runs(changed, v_completed);
  end if;
end
$$;
