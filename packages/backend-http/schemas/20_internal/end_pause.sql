-- A worker has started tasks of these queues: what paused them, or their endpoints, is over. Waits
-- for nobody, as it is part of a claim.
create function pgflow_http._end_pause(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow_http.endpoints as e
  set failures = 0, paused_until = '-infinity', last_error = null
  where e.ctid in (
    select u.ctid
    from pgflow_http.queues as q
    join pgflow_http.endpoints as u on u.flow_slug = q.flow_slug and u.backend = 'http'
    where q.queue_id = any (queue_ids)
      and u.last_error is not null and (u.failures > 0 or u.paused_until <= pgflow._now())
    for no key update of u skip locked);
  update pgflow_http.queues as q
  set refusals = 0, paused_until = '-infinity'
  where q.ctid in (
    select u.ctid from pgflow_http.queues as u
    where u.queue_id = any (queue_ids) and u.refusals > 0
    for no key update skip locked);
end
$$;
