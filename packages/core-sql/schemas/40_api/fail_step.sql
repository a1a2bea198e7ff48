-- Fails one step that has not ended, and with it its run. Answers whether it did. Locks the run.
-- error: {"code", "message", ...}.
create function pgflow.fail_step(run_id uuid, step_slug text, error jsonb) returns boolean
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
  v_step constant pgflow.step_ref := pgflow._step_ref(run_id, step_slug);
begin
  perform pgflow._lock_runs(array[run_id]);
  if not exists (
    select from pgflow.step_states as s
    where s.run_id = v_step.run_id and s.step_index = v_step.step_index
      and s.status in ('created', 'started')
  ) then
    return false;
  end if;
  perform pgflow._fail_steps(array[
    row(v_step.run_id, v_step.step_index, pgflow._as_error(error))::pgflow.step_failure]);
  return true;
end
$$;
