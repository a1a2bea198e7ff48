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
as $$
declare
  v_run_ids constant uuid[] := pgflow._settled_run_ids(completed || failed);
  v_completed pgflow.task_outcome[];
  v_failed pgflow.task_outcome[] := '{}';
  v_replaced pgflow.task_outcome[] := '{}';
  v_to_decide pgflow.step_ref[];
begin
  perform pgflow._lock_runs(v_run_ids);

  v_completed := array(select o from pgflow._complete_tasks(completed) as o);
  if jsonb_array_length(failed) > 0 then
    v_failed := array(select o from pgflow._fail_tasks(failed) as o);
    v_replaced := array(select o from pgflow._give_up_tasks(v_failed) as o);
  end if;

  v_to_decide := pgflow._count_settled(v_completed || v_replaced);
  perform pgflow._advance_runs(
    array(
      select distinct o.run_id from unnest(v_completed || v_failed) as o
      where o.outcome <> 'stale'),
    '{}', v_to_decide);

  return query select * from unnest(v_completed || v_failed);
end
$$;
