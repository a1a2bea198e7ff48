-- Records failed attempts of started tasks whose claim_no is the live one; all others are stale. A
-- task with attempts left is queued again, unless its error is final.
-- results: [{run_id, step_index, task_index, claim_no, delivery, error: {code, message, final}}].
-- The caller holds the runs.
create function pgflow._fail_tasks(results jsonb, out outcomes pgflow.task_outcome[])
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  with result as (
    select *
    from jsonb_to_recordset(results) as r (
      delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer,
      error jsonb)
  ), attempt as (
    select r.*, n.at as failed_at,
      case when t.attempt_count < d.max_attempts and (r.error -> 'final') is distinct from 'true'
        then pgflow._retry_at(n.at, t.attempt_count, d.base_delay_ms, d.max_delay_ms)
      end as retry_at
    from result as r
    join pgflow.step_tasks as t
      on t.run_id = any (array[r.run_id])
        and t.step_index = r.step_index and t.task_index = r.task_index
    join pgflow.steps as d on d.flow_id = t.flow_id and d.step_index = t.step_index
    cross join (select pgflow._now() as at) as n
  ), settled as (
    update pgflow.step_tasks as t
    set status = case when a.retry_at is null then 'failed'::pgflow.task_status else 'queued' end,
      visible_at = coalesce(a.retry_at, t.visible_at),
      error = pgflow._as_error(a.error),
      ended_at = case when a.retry_at is null then a.failed_at end,
      failed_at = case when a.retry_at is null then a.failed_at end
    from attempt as a
    where t.run_id = any (array[a.run_id])
      and t.step_index = a.step_index
      and t.task_index = a.task_index
      and t.claim_no = a.claim_no
      and t.status = 'started'
    returning t.run_id, t.step_index, t.task_index, t.claim_no, a.retry_at
  )
  select coalesce(array_agg(o.outcome), '{}') into outcomes
  from (
    select distinct on (r.run_id, r.step_index, r.task_index, r.claim_no)
      row(r.delivery, r.run_id, r.step_index, r.task_index, r.claim_no,
        case
          when s.run_id is null then 'stale'
          when s.retry_at is null then 'failed'
          else 'retry'
        end, s.retry_at)::pgflow.task_outcome
        as outcome
    from result as r
    left join settled as s using (run_id, step_index, task_index, claim_no)
  ) as o;
end
$$;
