-- The life of a run between two settles. Starts what is ready; asks the step types about what is
-- drained (a step without tasks is drained at once); completing steps makes others ready; and so on
-- until neither is left. Then the runs are counted down, once, also by the steps that the caller
-- has completed itself. The caller holds the runs.
create function pgflow._advance_runs(
  run_ids uuid[],
  ready pgflow.step_ref[],
  drained pgflow.step_ref[],
  completed pgflow.step_ref[] default '{}'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ready pgflow.step_ref[] := ready;
  v_drained pgflow.step_ref[] := drained;
  v_started pgflow.started_step[];
  v_decisions pgflow.step_decision[];
  v_completed pgflow.step_ref[] := completed;
  v_failures pgflow.step_failure[];
  v_done record;
begin
  loop
    v_failures := '{}';
    if cardinality(v_ready) > 0 then
      v_started := array(select s from pgflow._start_steps(v_ready) as s);
      v_failures := array(
        select row(s.run_id, s.step_index, s.error)::pgflow.step_failure
        from unnest(v_started) as s where s.error is not null);
      v_drained := v_drained || array(
        select row(s.run_id, s.step_index, null)::pgflow.step_ref
        from unnest(v_started) as s where s.task_count = 0 and s.error is null);
      v_ready := '{}';
    end if;

    if cardinality(v_drained) > 0 then
      v_decisions := array(select d from pgflow._decide_steps(v_drained) as d);
      v_failures := v_failures || array(
        select row(d.run_id, d.step_index, coalesce(d.error,
          jsonb_build_object('code', 'PF201', 'message', 'the step type failed the step')))
          ::pgflow.step_failure
        from unnest(v_decisions) as d where d.action = 'fail');
      v_failures := v_failures || array(
        select f from pgflow._continue_steps(
          array(select d from unnest(v_decisions) as d where d.action = 'continue')) as f);
      v_done := pgflow._complete_decided(
        array(select d from unnest(v_decisions) as d where d.action = 'complete'));
      v_completed := v_completed || v_done.completed;
      v_ready := coalesce(v_done.ready, '{}');
      v_drained := '{}';
    end if;

    if cardinality(v_failures) > 0 then
      perform pgflow._fail_steps(v_failures);
    end if;
    exit when cardinality(v_ready) = 0 and cardinality(v_drained) = 0;
  end loop;
  perform pgflow._count_runs(run_ids, v_completed);
end
$$;
