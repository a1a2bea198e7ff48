-- A worker says goodbye, with the reason of its end.
-- security definer: a worker's role has no right on core.
create function pgflow_http.stop_worker(worker_id uuid, reason text default 'stopped') returns void
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.stop_worker(worker_id, reason)
$$;
