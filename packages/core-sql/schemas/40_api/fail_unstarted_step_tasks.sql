-- Attempts at tasks failed before any worker started them: each counts like one that failed later,
-- and both share max_attempts. results: [{run_id, step_index, task_index, delivery, error: {code,
-- message}}]. One row per result: retry or failed, as in settle_step_tasks; gone or hidden, as in
-- start_step_tasks, of a task that is not to be started now. None for a task of a run that another
-- transaction holds, which may be a user's: it is to be reported again.
-- Locks, in order: runs (those that are free), tasks, step states. Called by backends that push.
create function pgflow.fail_unstarted_step_tasks(results jsonb) returns setof pgflow.task_outcome
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run_ids uuid[];
  v_deliveries pgflow.task_delivery[];
  v_claims pgflow.claimed_task[];
  v_failed jsonb;
begin
  v_run_ids := array(
    select r.run_id
    from pgflow.runs as r
    where r.run_id in (select (x.value ->> 'run_id')::uuid from jsonb_array_elements(results) as x)
    for no key update skip locked);
  -- race point: runs locked
  v_deliveries := array(
    select row(x.delivery, x.run_id, x.step_index, x.task_index, pgflow._now())
      ::pgflow.task_delivery
    from jsonb_to_recordset(results) as x (
      delivery text, run_id uuid, step_index smallint, task_index integer)
    where x.run_id = any (v_run_ids));
  v_claims := pgflow._claim_each(v_deliveries);

  v_failed := (
    select jsonb_agg(jsonb_build_object(
      'delivery', c.delivery, 'run_id', c.run_id, 'step_index', c.step_index,
      'task_index', c.task_index, 'claim_no', c.claim_no,
      'error', coalesce(c.refusal, x.value -> 'error')))
    from unnest(v_claims) as c
    join jsonb_array_elements(results) as x on x.value ->> 'delivery' = c.delivery
    where c.outcome = 'started');
  return query select o.* from pgflow.settle_step_tasks('[]', coalesce(v_failed, '[]')) as o;
  return query
    select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no, c.outcome, c.visible_at
    from unnest(v_claims) as c
    where c.outcome <> 'started';
end
$$;
