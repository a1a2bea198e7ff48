-- Locks the deliveries of these texts and returns them as core takes them, with the end of the
-- lease. Skips what others hold.
create function pgflow_http._lock_named(deliveries text[], until timestamptz)
returns pgflow.task_delivery[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return array(
    select pgflow_http._as_delivery(d, until)
    from pgflow_http._keys_of(deliveries) as k
    join pgflow_http.deliveries as d
      on d.run_id = any (array[k.run_id])
        and d.step_index = k.step_index and d.task_index = k.task_index
    for no key update of d skip locked);
end
$$;
