-- Writes down as dead the workers that were not heard of for a lease, and forgets those that ended
-- before a time, but for the last that served a flow version: when that was is what
-- pgflow.unserved_flows tells. Returns how many died. A worker that is just heard of is skipped.
create function pgflow._end_dead_workers(forget_before timestamptz) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_dead integer;
begin
  update pgflow.workers as w
  set ended_at = v_now, end_reason = 'dead'
  where w.worker_id = any (array(
    select o.worker_id from pgflow.workers as o
    where o.ended_at is null and o.alive_until < v_now
    for no key update skip locked));
  get diagnostics v_dead = row_count;

  delete from pgflow.workers as w
  where w.ended_at < forget_before
    and not exists (
      select from unnest(w.flow_ids) as f (flow_id)
      where not exists (
        select from pgflow.workers as o
        where o.backend = w.backend
          and f.flow_id = any (o.flow_ids)
          and (o.heartbeat_at, o.worker_id) > (w.heartbeat_at, w.worker_id)));
  return v_dead;
end
$$;
