-- Attempts at tasks failed before any worker started them: each counts like one that failed later,
-- and both share max_attempts. results: [{run_id, step_index, task_index, delivery, error: {code,
-- message}}]. One row per result: retry or failed, as in settle_step_tasks; gone or hidden, as in
-- start_step_tasks, of a task that is not to be started now.
-- Locks, in order: runs by run_id, tasks, step states. Called by backends that push.
create function pgflow.fail_unstarted_step_tasks(results jsonb) returns setof pgflow.task_outcome
language plpgsql volatile
set search_path = ''
as $$
declare
  v_errors constant jsonb := (
    select jsonb_object_agg(r.value ->> 'delivery', r.value -> 'error')
    from jsonb_array_elements(results) as r);
  v_left pgflow.task_delivery[] := array(
    select row(r.delivery, r.run_id, r.step_index, r.task_index, pgflow._now())
      ::pgflow.task_delivery
    from jsonb_to_recordset(results) as r (
      delivery text, run_id uuid, step_index smallint, task_index integer));
  v_claims pgflow.claimed_task[];
  v_failed jsonb;
begin
  perform pgflow._lock_runs(array(select distinct d.run_id from unnest(v_left) as d));
  -- More than once only where a task is claimed alone, since its last lease ran out.
  loop
    v_claims := array(select c from pgflow.start_step_tasks(null, v_left) as c);
    v_failed := (
      select jsonb_agg(jsonb_build_object(
        'delivery', c.delivery, 'run_id', c.run_id, 'step_index', c.step_index,
        'task_index', c.task_index, 'claim_no', c.claim_no,
        'error', coalesce(c.refusal, v_errors -> c.delivery)))
      from unnest(v_claims) as c
      where c.outcome = 'started');
    exit when v_failed is null;
    return query select o.* from pgflow.settle_step_tasks('[]', v_failed) as o;
    v_left := array(
      select l from unnest(v_left) as l
      where exists (
        select from unnest(v_claims) as c
        where c.delivery = l.delivery and c.outcome <> 'started'));
  end loop;
  return query
    select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no, c.outcome, c.visible_at
    from unnest(v_claims) as c;
end
$$;
