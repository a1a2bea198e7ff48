-- Counts runs down by their completed steps and ends those that are whole: one write per run and
-- transaction. A run that failed in this transaction is counted down too, since a retry goes on
-- from there, but its status and change_seq are those that the failure gave it.
-- changed: runs that changed in other ways as well; a run may be named twice.
create function pgflow._count_runs(changed uuid[], completed pgflow.step_ref[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.runs as r
  set change_seq = r.change_seq + (r.status = 'started')::integer,
    remaining_steps = r.remaining_steps - c.steps,
    status = case
      when r.status = 'started' and r.remaining_steps = c.steps then 'completed'
      else r.status
    end,
    ended_at = case
      when r.status = 'started' and r.remaining_steps = c.steps then pgflow._now()
      else r.ended_at
    end
  from (
    select n.run_id, sum(n.steps)::integer as steps
    from (
      select i.run_id, 0 as steps from unnest(changed) as i (run_id)
      union all
      select s.run_id, 1 from unnest(completed) as s
    ) as n
    group by n.run_id
  ) as c
  where r.run_id = any (array[c.run_id]) and (r.status = 'started' or c.steps > 0);
end
$$;
