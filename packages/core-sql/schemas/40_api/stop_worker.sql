-- A worker says goodbye. Called by backends.
create function pgflow.stop_worker(worker_id uuid) returns void
language sql volatile
set search_path = ''
as $$
  update pgflow.workers as w set heartbeat_at = pgflow._now(), stopped_at = pgflow._now()
  where w.worker_id = stop_worker.worker_id
$$;
