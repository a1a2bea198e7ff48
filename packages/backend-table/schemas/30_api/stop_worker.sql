-- A worker says goodbye. security definer: a worker's role has no right on core.
create function pgflow_table.stop_worker(worker_id uuid) returns void
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.stop_worker(worker_id)
$$;
