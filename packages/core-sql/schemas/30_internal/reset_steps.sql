-- Makes the failed and cancelled steps of a run open again: one that has tasks is started, any
-- other is created. What they wait for is counted anew, since a step that ends otherwise than
-- completed is left with the numbers that it has. Returns those that are ready, and those whose
-- tasks had all been done. The caller holds the run and has reset its tasks.
create function pgflow._reset_steps(
  run_id uuid,
  out ready pgflow.step_ref[],
  out drained pgflow.step_ref[]
)
language sql volatile
set search_path = ''
as $$
  with reset as (
    update pgflow.step_states as s
    set status = case
        when s.task_count > 0 then 'started'::pgflow.step_status else 'created'
      end,
      started_at = case when s.task_count > 0 then s.started_at end,
      ended_at = null, error = null,
      remaining_deps = (
        select count(*)
        from unnest(d.dep_indexes) as n (step_index)
        join pgflow.step_states as o on o.run_id = s.run_id and o.step_index = n.step_index
        where o.status <> 'completed'),
      remaining_tasks = (
        select count(*) from pgflow.step_tasks as t
        where t.run_id = s.run_id and t.step_index = s.step_index and t.status <> 'completed')
    from pgflow.steps as d
    where s.run_id = _reset_steps.run_id and s.status in ('failed', 'cancelled')
      and d.flow_id = s.flow_id and d.step_index = s.step_index
    returning s.*
  )
  select
    coalesce(array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref)
      filter (where s.status = 'created' and s.remaining_deps = 0), '{}'),
    coalesce(array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref)
      filter (where s.status = 'started' and s.remaining_tasks = 0), '{}')
  from reset as s
$$;
