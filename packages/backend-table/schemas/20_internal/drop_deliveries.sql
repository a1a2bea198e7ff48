-- Deletes the deliveries of settled tasks. Stale results are passed over: the delivery belongs to a
-- later claim.
create function pgflow_table._drop_deliveries(outcomes pgflow.task_outcome[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  delete from pgflow_table.deliveries as d
  using unnest(outcomes) as o
  where o.outcome in ('completed', 'failed')
    and d.run_id = any (array[o.run_id])
    and d.step_index = o.step_index and d.task_index = o.task_index;
end
$$;
