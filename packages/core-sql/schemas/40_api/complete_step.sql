-- Completes one started step with an output from outside (an approval, a signal); tasks that it has
-- outstanding are withdrawn. Answers whether it did; a step that is not started is left as it is.
-- Locks the run.
create function pgflow.complete_step(run_id uuid, step_slug text, output jsonb) returns boolean
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
  v_done record;
begin
  perform pgflow._lock_runs(array[run_id]);
  v_done := pgflow._complete_decided(array[row(v_step.run_id, v_step.step_index, 'complete',
    'value', output, null, null, null)::pgflow.step_decision]);
  if cardinality(v_done.completed) = 0 then
    return false;
  end if;
  perform pgflow._withdraw_tasks(array[v_step]);
  perform pgflow._advance_runs(
    array[run_id], v_done.ready, '{}', v_done.completed);
  return true;
end
$$;
