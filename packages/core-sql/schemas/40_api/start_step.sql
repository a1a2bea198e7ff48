-- Starts one step that waits for nothing more. Answers whether it did; a step that has been started
-- or is still blocked is left as it is. Locks the run.
create function pgflow.start_step(run_id uuid, step_slug text) returns boolean
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
      and s.status = 'created' and s.remaining_deps = 0
  ) then
    return false;
  end if;
  perform pgflow._advance_runs(array[run_id], array[v_step], '{}');
  return true;
end
$$;
