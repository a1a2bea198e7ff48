-- A worker says goodbye, with the reason of its end. Called by backends.
create function pgflow.stop_worker(worker_id uuid, reason text default 'stopped') returns void
language sql volatile
set search_path = ''
as $$
  update pgflow.workers as w
  set heartbeat_at = n.at, ended_at = n.at, end_reason = left(reason, 100), in_flight = 0
  from (select pgflow._now() as at) as n
  where w.worker_id = stop_worker.worker_id
$$;
