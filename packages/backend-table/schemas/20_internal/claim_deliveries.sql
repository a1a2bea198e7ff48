-- Claims the tasks of deliveries that were just leased.
create function pgflow_table._claim_deliveries(
  worker_id uuid,
  deliveries pgflow.task_delivery[]
) returns setof pgflow.claimed_task
language plpgsql volatile
set search_path = ''
as $$
declare
  v_claims constant pgflow.claimed_task[] :=
    array(select c from pgflow.start_step_tasks(worker_id, deliveries) as c);
  v_started integer;
begin
  return query select c.* from unnest(v_claims) as c where c.outcome = 'started';
  get diagnostics v_started = row_count;
  if v_started < cardinality(v_claims) then
    perform pgflow_table._put_back(v_claims);
  end if;
end
$$;
