-- Leases the deliveries of these texts and returns them as core takes them. Skips what others hold.
create function pgflow_table._lease_named(deliveries text[], until timestamptz)
returns pgflow.task_delivery[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_deliveries pgflow.task_delivery[];
begin
  with leased as (
    update pgflow_table.deliveries as d
    set visible_at = until
    where d.ctid = any (array(
      select u.ctid
      from pgflow_table._keys_of(deliveries) as k
      join pgflow_table.deliveries as u
        on u.run_id = any (array[k.run_id])
          and u.step_index = k.step_index and u.task_index = k.task_index
      for no key update of u skip locked))
    returning d as delivery
  )
  select array_agg(pgflow_table._as_delivery(l.delivery)) into v_deliveries from leased as l;
  return v_deliveries;
end
$$;
