-- Calls an endpoint's function for the next batch of a queue. Returns false when nothing waits, or
-- the call cannot be made: then the endpoint pauses. run_ids: as for _send; of a transaction of
-- unknown length, which leaves the endpoint alone.
create function pgflow_http._send_batch(
  endpoint pgflow_http.endpoints,
  queue pgflow_http.queues,
  run_ids uuid[]
) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_batch constant pgflow_http.deliveries[] :=
    pgflow_http._take_batch(queue.queue_id, endpoint.batch_size, run_ids);
  v_until constant timestamptz :=
    pgflow._now() + make_interval(secs => endpoint.start_timeout_ms / 1000.0);
  v_error text;
begin
  if cardinality(v_batch) = 0 then
    return false;
  end if;
  begin
    perform pgflow_http._mark_sent(
      v_batch,
      pgflow_http.call_edgefn(endpoint.url, jsonb_build_object(
        'queue', queue.queue,
        'deliveries', (
          select jsonb_agg((pgflow_http._as_delivery(b, v_until)).delivery)
          from unnest(v_batch) as b))),
      v_until);
    return true;
  exception when others then
    v_error := format('%s (%s)', sqlerrm, sqlstate);
  end;
  if run_ids is null then
    perform pgflow_http._pause(endpoint.flow_slug, endpoint.backend, v_error);
  end if;
  return false;
end
$$;
