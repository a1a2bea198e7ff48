-- A worker has started tasks of these queues: what paused them, or their endpoints, is over.
create function pgflow_http._end_pause(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow_http.endpoints as e
  set failures = 0, paused_until = '-infinity', last_error = null
  from pgflow_http.queues as q
  where q.queue_id = any (queue_ids)
    and e.flow_slug = q.flow_slug and e.backend = 'http'
    and e.last_error is not null and (e.failures > 0 or e.paused_until <= pgflow._now());
  update pgflow_http.queues as q
  set refusals = 0, paused_until = '-infinity'
  where q.queue_id = any (queue_ids) and q.refusals > 0;
end
$$;
