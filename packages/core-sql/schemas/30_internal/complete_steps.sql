-- Completes started steps with their decided output and counts their dependents down. Returns the
-- steps completed and the dependents that are ready now; the latter are not counted down here,
-- since to be started is their next write. The caller holds the runs.
create function pgflow._complete_steps(
  decisions pgflow.step_decision[],
  out completed pgflow.step_ref[],
  out ready pgflow.step_ref[]
)
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  with done as (
    update pgflow.step_states as s
    set status = 'completed', remaining_tasks = 0, ended_at = pgflow._now(),
      output = coalesce(
        case d.output_from
          when 'tasks' then (
            select jsonb_agg(t.output order by t.task_index)
            from pgflow.step_tasks as t
            where t.run_id = d.run_id and t.step_index = d.step_index and t.status = 'completed')
          when 'task' then (
            select t.output
            from pgflow.step_tasks as t
            where t.run_id = d.run_id and t.step_index = d.step_index and t.task_index = 0)
          else d.output
        end,
        case d.output_from when 'tasks' then '[]'::jsonb else 'null' end)
    from unnest(decisions) as d
    where s.run_id = any (array[d.run_id]) and s.step_index = d.step_index and s.status = 'started'
    returning s.run_id, s.step_index, s.flow_id
  ), unblocked as (
    select d.run_id, n.step_index, count(*)::integer as deps
    from done as d
    join pgflow.steps as p on p.flow_id = d.flow_id and p.step_index = d.step_index
    cross join unnest(p.dependents) as n (step_index)
    group by d.run_id, n.step_index
  ), dependent as (
    select s.run_id, s.step_index, s.remaining_deps - u.deps as remaining_deps
    from unblocked as u
    join pgflow.step_states as s on s.run_id = any (array[u.run_id]) and s.step_index = u.step_index
  ), counted as (
    update pgflow.step_states as s
    set remaining_deps = d.remaining_deps
    from dependent as d
    where d.remaining_deps > 0 and s.run_id = any (array[d.run_id]) and s.step_index = d.step_index
  )
  select
    coalesce(
      (select array_agg(row(d.run_id, d.step_index, null)::pgflow.step_ref) from done as d), '{}'),
    coalesce(
      (select array_agg(row(d.run_id, d.step_index, null)::pgflow.step_ref)
        from dependent as d where d.remaining_deps = 0), '{}')
  into completed, ready;
end
$$;
