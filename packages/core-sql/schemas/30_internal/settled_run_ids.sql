-- The runs that a batch of results belongs to.
create function pgflow._settled_run_ids(results jsonb) returns uuid[]
language sql immutable
set search_path = ''
as $$
  select array(
    select distinct (r.value ->> 'run_id')::uuid from jsonb_array_elements(results) as r)
$$;
