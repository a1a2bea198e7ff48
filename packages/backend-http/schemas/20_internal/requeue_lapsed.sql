-- Has the deliveries wait again whose lease ran out; they stay marked as started, to be sent alone.
-- Skips what others hold.
create function pgflow_http._requeue_lapsed() returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_count integer;
begin
  update pgflow_http.deliveries as d
  set call_id = null, due_at = d.visible_at
  where d.ctid = any (array(
    select u.ctid
    from pgflow_http.deliveries as u
    where u.call_id is not null and u.started and u.visible_at <= pgflow._now()
    for no key update skip locked));
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
