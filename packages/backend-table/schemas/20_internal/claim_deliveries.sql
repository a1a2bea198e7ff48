-- Claims the tasks of deliveries that were just leased.
create function pgflow_table._claim_deliveries(
  worker_id uuid,
  deliveries pgflow.task_delivery[]
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_claims constant pgflow.claimed_task[] :=
    array(select c from pgflow.start_step_tasks(worker_id, deliveries) as c);
  v_started constant pgflow.claimed_task[] :=
    array(select c from unnest(v_claims) as c where c.outcome = 'started');
begin
  if cardinality(v_started) < cardinality(v_claims) then
    perform pgflow_table._put_back(v_claims);
  end if;
  return v_started;
end
$$;
