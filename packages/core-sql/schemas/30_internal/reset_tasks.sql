-- Makes the failed and cancelled tasks of a run outstanding again, with fresh attempts; also those
-- that failed and had an output put in their place, as the step failed all the same. They keep
-- their error, as no other completed task does. Returns those that were handed over before and so
-- need a delivery. The caller holds the run.
create function pgflow._reset_tasks(run_id uuid) returns pgflow.task_ref[]
language sql volatile
set search_path = ''
as $$
  with reset as (
    update pgflow.step_tasks as t
    set status = 'queued', attempt_count = 0, visible_at = pgflow._now(), ended_at = null,
      failed_at = null, output = null
    from pgflow.step_states as s
    where t.run_id = _reset_tasks.run_id
      and s.run_id = t.run_id
      and s.step_index = t.step_index
      and s.status in ('failed', 'cancelled')
      and (t.status in ('failed', 'cancelled') or t.status = 'completed' and t.error is not null)
    returning t.run_id, t.step_index, t.task_index, t.flow_id, t.visible_at, s.next_task_index
  )
  select array_agg(
    row(r.run_id, r.step_index, r.task_index, r.flow_id, r.visible_at)::pgflow.task_ref
    order by r.step_index, r.task_index)
  from reset as r
  where r.task_index < r.next_task_index
$$;
