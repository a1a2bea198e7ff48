-- An attempt at each of these tasks failed before any worker started it: it counts like one that
-- failed later, so both share max_attempts. One row per delivery: retry or failed, as in
-- settle_step_tasks; or gone or hidden, as in start_step_tasks, of one that is not to be started
-- now. error: {code, message}, of a task that has not used up its attempts before.
-- Locks, in order: runs by run_id, tasks, step states. Called by backends that push.
create function pgflow.fail_unstarted_step_tasks(deliveries pgflow.task_delivery[], error jsonb)
returns setof pgflow.task_outcome
language plpgsql volatile
set search_path = ''
as $$
declare
  v_left pgflow.task_delivery[] := deliveries;
  v_claims pgflow.claimed_task[];
  v_started integer;
begin
  perform pgflow._lock_runs(array(select distinct d.run_id from unnest(deliveries) as d));
  -- More than once only where a task is claimed alone, since its last lease ran out.
  loop
    v_claims := array(select c from pgflow.start_step_tasks(null, v_left) as c);
    return query
      select o.*
      from pgflow.settle_step_tasks('[]', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'delivery', c.delivery, 'run_id', c.run_id, 'step_index', c.step_index,
          'task_index', c.task_index, 'claim_no', c.claim_no,
          'error', coalesce(c.refusal, fail_unstarted_step_tasks.error))), '[]')
        from unnest(v_claims) as c
        where c.outcome = 'started')) as o;
    v_started := (select count(*) from unnest(v_claims) as c where c.outcome = 'started');
    exit when v_started = 0 or v_started = cardinality(v_left);
    v_left := array(
      select l from unnest(v_left) as l
      where l.delivery in (
        select c.delivery from unnest(v_claims) as c where c.outcome <> 'started'));
  end loop;
  return query
    select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no, c.outcome, c.visible_at
    from unnest(v_claims) as c
    where c.outcome <> 'started';
end
$$;
