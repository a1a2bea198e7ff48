-- Calls an endpoint's function for the next batch of a queue. Returns false when nothing waits, or
-- the call cannot be made: then the endpoint pauses.
create function pgflow_http._send_batch(
  endpoint pgflow_http.endpoints,
  queue pgflow_http.queues
) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_batch constant pgflow_http.deliveries[] :=
    pgflow_http._take_batch(queue.queue_id, endpoint.batch_size);
  v_until constant timestamptz :=
    pgflow._now() + make_interval(secs => endpoint.start_timeout_ms / 1000.0);
begin
  if cardinality(v_batch) = 0 then
    return false;
  end if;
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
  perform pgflow_http._pause(
    endpoint.flow_slug, endpoint.backend, format('%s (%s)', sqlerrm, sqlstate));
  return false;
end
$$;
