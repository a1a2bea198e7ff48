-- Housekeeping of orchestration, for workers to call now and then; it is done at most as often as
-- its settings say. Returns what was done, or null.
-- security definer: a worker's role has no right on core.
create function pgflow_http.housekeep() returns jsonb
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.housekeep()
$$;
