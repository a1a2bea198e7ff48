-- Claims the tasks of deliveries for a worker: one row per delivery, and never an error for a
-- delivery that is late, doubled or unknown. started: the worker has the task under claim_no until
-- visible_at. gone: remove the delivery. hidden: hide it until visible_at (another lease, a retry
-- that is not due, or a neighbour of a task that is taken alone). Called by backends.
create function pgflow.start_step_tasks(worker_id uuid, deliveries pgflow.task_delivery[])
returns setof pgflow.claimed_task
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
  v_claims pgflow.claimed_task[];
  v_busy_until timestamptz;
begin
  -- race point: deliveries read
  v_claims := pgflow._claim_tasks(worker_id, deliveries);
  -- race point: tasks taken
  return query select * from unnest(v_claims);
  if cardinality(v_claims) = cardinality(deliveries) then
    return;
  end if;

  -- A due task that was not taken is a neighbour of one taken alone (due again at once), or in the
  -- hands of another transaction (which is over soon).
  v_busy_until := pgflow._now() + case
    when exists (select from unnest(v_claims) as c where c.redelivered) then interval '0'
    else interval '1 second'
  end;
  return query
    select case when t.run_id is null or t.ended_at is not null then 'gone' else 'hidden' end,
      d.delivery, d.run_id, d.step_index, d.task_index, t.flow_id, null::text, t.claim_no,
      t.attempt_count, null::integer, null::integer, greatest(t.visible_at, v_busy_until),
      null::jsonb, null::jsonb, false, null::jsonb
    from unnest(deliveries) as d
    left join pgflow.step_tasks as t
      on t.run_id = any (array[d.run_id])
        and t.step_index = d.step_index and t.task_index = d.task_index
    where not exists (select from unnest(v_claims) as c where c.delivery = d.delivery);
end
$$;
