-- Counts runs down by their completed steps and ends those that are whole: one write per run and
-- transaction. A run that failed in this transaction is counted down too, since a retry goes on
-- from there, but its status and change_seq are those that the failure gave it.
create function pgflow._count_runs(run_ids uuid[], completed pgflow.step_ref[]) returns void
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  update pgflow.runs as r
  set change_seq = r.change_seq + c.live::integer,
    remaining_steps = r.remaining_steps - c.steps,
    status = case when c.live and r.remaining_steps = c.steps then 'completed' else r.status end,
    ended_at = case
      when c.live and r.remaining_steps = c.steps then pgflow._now() else r.ended_at end
  from (
    select k.run_id, k.status = 'started' as live, count(s.run_id)::integer as steps
    from unnest(run_ids) as i (run_id)
    join pgflow.runs as k on k.run_id = i.run_id
    left join unnest(completed) as s on s.run_id = i.run_id
    group by k.run_id
  ) as c
  where r.run_id = c.run_id and (c.live or c.steps > 0);
end
$$;
