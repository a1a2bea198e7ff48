-- Notes that deliveries, which the caller holds, are with a call until a time.
create function pgflow_http._mark_sent(
  batch pgflow_http.deliveries[],
  call_id bigint,
  until timestamptz
) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  update pgflow_http.deliveries as d
  set call_id = _mark_sent.call_id, visible_at = until, started = false
  from unnest(batch) as b
  where d.run_id = any (array[b.run_id])
    and d.step_index = b.step_index and d.task_index = b.task_index;
end
$$;
