-- A call to an endpoint failed: the next one comes after a pause. Where another transaction holds
-- the endpoint, it does not pause.
create function pgflow_http._pause(flow_slug text, backend text, error text) returns void
language sql volatile
set search_path = ''
as $$
  update pgflow_http.endpoints as e
  set failures = e.failures + 1, last_error = _pause.error,
    paused_until = pgflow._now() + pgflow_http._pause_after(e.failures)
  where e.ctid in (
    select u.ctid from pgflow_http.endpoints as u
    where u.flow_slug = _pause.flow_slug and u.backend = _pause.backend
    for no key update skip locked)
$$;
