-- Stores the outputs of started tasks whose claim_no is the live one; all others are stale.
-- results: [{run_id, step_index, task_index, claim_no, delivery, output}]. A missing output or a
-- JSON null is stored as JSON null. The caller holds the runs.
create function pgflow._complete_tasks(results jsonb, out outcomes pgflow.task_outcome[])
language plpgsql volatile
set search_path = ''
as $$
begin
  with result as (
    select *
    from jsonb_to_recordset(results) as r (
      delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer,
      output jsonb)
  ), settled as (
    update pgflow.step_tasks as t
    set status = 'completed', output = coalesce(r.output, 'null'), error = null,
      ended_at = pgflow._now()
    from result as r
    where t.run_id = any (array[r.run_id])
      and t.step_index = r.step_index
      and t.task_index = r.task_index
      and t.claim_no = r.claim_no
      and t.status = 'started'
    returning row(r.delivery, t.run_id, t.step_index, t.task_index, t.claim_no, 'completed', null)
      ::pgflow.task_outcome as outcome
  )
  select coalesce(array_agg(s.outcome), '{}') into outcomes from settled as s;

  if cardinality(outcomes) < jsonb_array_length(results) then
    outcomes := outcomes || array(
      select distinct
        row(r.delivery, r.run_id, r.step_index, r.task_index, r.claim_no, 'stale', null)
          ::pgflow.task_outcome
      from jsonb_to_recordset(results) as r (
        delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer)
      where not exists (
        select from unnest(outcomes) as o
        where (o.run_id, o.step_index, o.task_index, o.claim_no)
          = (r.run_id, r.step_index, r.task_index, r.claim_no)));
  end if;
end
$$;
