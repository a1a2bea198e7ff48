-- Gives back claimed tasks that were not begun: queued again at once, without a spent attempt; the
-- claim_no is used up. Answers ok or stale per claim; a task in other hands is left alone (its
-- lease will run out). claims: as in extend_step_tasks. Called by backends, which make the
-- deliveries of the ok ones visible in the same transaction.
create function pgflow.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language sql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
  with claim as (
    select *
    from jsonb_to_recordset(claims) as c (
      delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer)
  ), live as materialized (
    select t.run_id, t.step_index, t.task_index
    from claim as c
    join pgflow.step_tasks as t
      on t.run_id = any (array[c.run_id])
        and t.step_index = c.step_index and t.task_index = c.task_index
    where t.claim_no = c.claim_no and t.status = 'started'
    for no key update of t skip locked
  ), released as (
    update pgflow.step_tasks as t
    set status = 'queued', visible_at = pgflow._now(), attempt_count = t.attempt_count - 1
    from live as l
    where t.run_id = any (array[l.run_id])
      and t.step_index = l.step_index and t.task_index = l.task_index
    returning t.run_id, t.step_index, t.task_index, t.visible_at
  )
  select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no,
    case when r.run_id is null then 'stale' else 'ok' end, r.visible_at
  from claim as c
  left join released as r using (run_id, step_index, task_index)
$$;
