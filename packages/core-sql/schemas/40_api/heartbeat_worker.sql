-- A worker lives, with so many tasks in hand, and is to be taken for alive for a lease. One that
-- was taken for dead is alive again. Called by backends with each extend_step_tasks, also with no
-- task in hand.
create function pgflow.heartbeat_worker(
  worker_id uuid,
  in_flight integer default 0,
  lease_seconds integer default 60
) returns void
language sql volatile
set search_path = ''
as $$
  update pgflow.workers as w
  set heartbeat_at = n.at, alive_until = n.at + make_interval(secs => lease_seconds),
    in_flight = heartbeat_worker.in_flight, ended_at = null, end_reason = null
  from (select pgflow._now() as at) as n
  where w.worker_id = heartbeat_worker.worker_id
$$;
