-- The table's side of what could not be claimed: deliveries whose task is gone are removed, those
-- that are not claimable now are hidden until they are. The caller holds them all.
create function pgflow_table._put_back(claims pgflow.claimed_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  delete from pgflow_table.deliveries as d
  using unnest(claims) as c
  where c.outcome = 'gone'
    and d.run_id = any (array[c.run_id])
    and d.step_index = c.step_index and d.task_index = c.task_index;
  update pgflow_table.deliveries as d
  set visible_at = c.visible_at
  from unnest(claims) as c
  where c.outcome = 'hidden'
    and d.run_id = any (array[c.run_id])
    and d.step_index = c.step_index and d.task_index = c.task_index;
end
$$;
