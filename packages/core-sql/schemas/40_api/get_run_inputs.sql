-- The inputs of runs that are too large to ride along with each claim. Called by backends.
create function pgflow.get_run_inputs(run_ids uuid[]) returns table (run_id uuid, input jsonb)
language sql stable
set search_path = ''
as $$
  select r.run_id, r.input from pgflow.runs as r where r.run_id = any (run_ids)
$$;
