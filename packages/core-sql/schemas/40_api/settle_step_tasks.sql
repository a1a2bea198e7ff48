-- Settles a batch of results in one transaction: tasks, the steps that they drain, the steps that
-- those unblock (with their deliveries), and the runs that end. A late or doubled result changes
-- nothing and answers stale; nothing raises for it.
-- completed: [{run_id, step_index, task_index, claim_no, delivery, output}];
-- failed: the same with error {code, message, final} instead of output. delivery comes back as it
-- is. Locks, in order: runs by run_id, tasks, step states. Called by backends.
create function pgflow.settle_step_tasks(completed jsonb, failed jsonb)
returns setof pgflow.task_outcome
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
  v_completed pgflow.task_outcome[];
  v_failed pgflow.task_outcome[] := '{}';
  v_replaced pgflow.task_outcome[] := '{}';
begin
  perform pgflow._lock_runs(array(
    select (r.value ->> 'run_id')::uuid from jsonb_array_elements(completed || failed) as r));
  v_completed := pgflow._complete_tasks(completed);
  if jsonb_array_length(failed) > 0 then
    v_failed := pgflow._fail_tasks(failed);
    v_replaced := pgflow._give_up_tasks(v_failed);
  end if;
  -- race point: tasks settled
  perform pgflow._advance_runs(
    array(
      select o.run_id from unnest(v_completed || v_failed) as o where o.outcome <> 'stale'),
    '{}', pgflow._settled_steps(v_completed || v_replaced));
  -- race point: runs advanced
  return query select * from unnest(v_completed || v_failed);
end
$$;
