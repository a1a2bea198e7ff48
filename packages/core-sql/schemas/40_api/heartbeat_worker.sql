-- A worker lives. Called by backends with each extend_step_tasks, also with no task in hand.
create function pgflow.heartbeat_worker(worker_id uuid) returns void
language sql volatile
set search_path = ''
as $$
  update pgflow.workers as w set heartbeat_at = pgflow._now()
  where w.worker_id = heartbeat_worker.worker_id
$$;
