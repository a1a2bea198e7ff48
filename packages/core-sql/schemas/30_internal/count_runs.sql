-- Counts runs down by their completed steps and ends those that are whole: one write per run and
-- transaction. A run that failed meanwhile is left as it is.
create function pgflow._count_runs(run_ids uuid[], completed pgflow.step_ref[]) returns void
language sql volatile
set search_path = ''
as $$
  update pgflow.runs as r
  set change_seq = r.change_seq + 1,
    remaining_steps = r.remaining_steps - c.steps,
    status = case when r.remaining_steps = c.steps then 'completed' else 'started' end,
    ended_at = case when r.remaining_steps = c.steps then pgflow._now() end
  from (
    select i.run_id, count(s.run_id)::integer as steps
    from unnest(run_ids) as i (run_id)
    left join unnest(completed) as s on s.run_id = i.run_id
    group by i.run_id
  ) as c
  where r.run_id = c.run_id and r.status = 'started'
$$;
