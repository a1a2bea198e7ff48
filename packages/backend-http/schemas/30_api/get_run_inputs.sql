-- The inputs of runs that are too large to ride along with each claim.
-- security definer: a worker's role has no right on core.
create function pgflow_http.get_run_inputs(run_ids uuid[])
returns table (run_id uuid, input jsonb)
language sql stable security definer
set search_path = ''
as $$
  select r.run_id, r.input from pgflow.get_run_inputs(run_ids) as r
$$;
