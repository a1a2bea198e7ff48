-- Puts the failed and cancelled steps of a failed or cancelled run back to work: what completed
-- stays, every other task has fresh attempts, and claim_no goes on. Raises PF002 for an unknown run
-- and PF014 for one that has neither failed nor been cancelled. Locks the run.
create function pgflow.retry_run(run_id uuid) returns void
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_run_id constant uuid := retry_run.run_id;
  v_steps record;
begin
  perform pgflow._run_flow_id(v_run_id);
  perform pgflow._lock_runs(array[v_run_id]);
  update pgflow.runs as r
  set status = 'started', ended_at = null, error = null
  where r.run_id = v_run_id and r.status in ('failed', 'cancelled');
  if not found then
    raise exception using errcode = 'PF014',
      message = format('run %s has neither failed nor been cancelled', v_run_id),
      hint = 'Only a failed or cancelled run can be retried.';
  end if;

  -- race point: run reopened
  perform pgflow._call_backends('enqueue_step_tasks', pgflow._reset_tasks(v_run_id));
  -- race point: tasks requeued
  v_steps := pgflow._reset_steps(v_run_id);
  perform pgflow._hand_over_tasks(array(
    select row(s.run_id, s.step_index, null)::pgflow.step_ref
    from pgflow.step_states as s where s.run_id = v_run_id and s.status = 'started'));
  perform pgflow._advance_runs(array[v_run_id], v_steps.ready, v_steps.drained);
end
$$;
