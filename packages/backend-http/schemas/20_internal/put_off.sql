-- Has the tasks of calls wait that a function put off (later), or that it does not serve
-- (not_served), and with them what else waits for it: an endpoint for as long as it asked, a queue
-- from 5 seconds on, twice as long each time, 5 minutes at most. ended: [{call_id, outcome,
-- wait_seconds}]; others are passed over.
create function pgflow_http._put_off(ended jsonb) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_call record;
begin
  for v_call in
    select e.call_id, e.outcome, e.reason, q.flow_slug, u.queue_id,
      v_now + make_interval(secs => case e.outcome
        when 'later' then e.wait_seconds
        else least(5 * 2 ^ least(q.refusals, 6), 300)
      end) as until
    from jsonb_to_recordset(ended) as e (
      call_id bigint, outcome text, reason text, wait_seconds integer)
    cross join lateral (
      select d.queue_id from pgflow_http._unstarted(e.call_id) as d limit 1) as u
    join pgflow_http.queues as q on q.queue_id = u.queue_id
    where e.outcome in ('later', 'not_served')
    order by u.queue_id
  loop
    update pgflow_http.deliveries as d
    set call_id = null, visible_at = v_call.until, due_at = v_call.until
    where d.ctid = any (array(
      select u.ctid from pgflow_http.deliveries as u
      where u.queue_id = v_call.queue_id and u.call_id = v_call.call_id and not u.started
      for no key update skip locked));
    if v_call.outcome = 'later' then
      update pgflow_http.endpoints as e
      set paused_until = greatest(e.paused_until, v_call.until), last_error = v_call.reason
      where e.ctid = any (array(
        select u.ctid from pgflow_http.endpoints as u
        where u.flow_slug = v_call.flow_slug and u.backend = 'http'
        for no key update skip locked));
    else
      update pgflow_http.queues as q
      set refusals = q.refusals + 1, paused_until = v_call.until
      where q.ctid = any (array(
        select u.ctid from pgflow_http.queues as u
        where u.queue_id = v_call.queue_id and u.paused_until <= v_now
        for no key update skip locked));
    end if;
  end loop;
end
$$;
