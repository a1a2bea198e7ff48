-- Moves the ends of leases. Answers per claim: ok; stale (the claim_no is not the live one); or
-- cancelled. On the last two the worker aborts the handler.
-- claims: [{run_id, step_index, task_index, claim_no, delivery}]. A task that another transaction
-- holds is being settled or taken: it is left alone and answered ok, and the next call will tell.
-- So this waits for no task, and cannot deadlock with a settle. Called by backends, which move the
-- deliveries of the ok ones in the same transaction.
create function pgflow.extend_step_tasks(claims jsonb, visible_at timestamptz)
returns setof pgflow.task_outcome
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
  ), extended as (
    update pgflow.step_tasks as t
    set visible_at = extend_step_tasks.visible_at
    from live as l
    where t.run_id = any (array[l.run_id])
      and t.step_index = l.step_index and t.task_index = l.task_index
  )
  select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no,
    case
      when t.claim_no is distinct from c.claim_no then 'stale'
      when t.status = 'started' then 'ok'
      when t.status = 'cancelled' then 'cancelled'
      else 'stale'
    end,
    case when l.run_id is not null then extend_step_tasks.visible_at end
  from claim as c
  left join pgflow.step_tasks as t
    on t.run_id = any (array[c.run_id])
      and t.step_index = c.step_index and t.task_index = c.task_index
  left join live as l
    on l.run_id = c.run_id and l.step_index = c.step_index and l.task_index = c.task_index
$$;
