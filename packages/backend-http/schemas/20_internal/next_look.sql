-- In how many ms the dispatcher should look again, if nothing happens before: when the next task is
-- due; after a second while there is anything that can become stale, or a worker to wake; after
-- 15 seconds otherwise.
create function pgflow_http._next_look() returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_next_due constant timestamptz := (
    select min(next.due_at)
    from pgflow_http.queues as q
    cross join lateral (
      select d.due_at from pgflow_http.deliveries as d
      where d.queue_id = q.queue_id and d.call_id is null and d.due_at > v_now
      order by d.due_at
      limit 1) as next);
begin
  if exists (select from pgflow_http.deliveries)
    or exists (select from pgflow_http.endpoints as e where e.backend <> 'http')
  then
    return least(1000, ceil(extract(epoch from v_next_due - v_now) * 1000));
  end if;
  return 15000;
end
$$;
