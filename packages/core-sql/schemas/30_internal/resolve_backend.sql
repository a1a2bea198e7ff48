-- The definition with its backend named: where it names none and only one is installed, that one.
create function pgflow._resolve_backend(definition jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when definition ->> 'backend' is null and jsonb_typeof(definition) = 'object' then
      definition || jsonb_build_object('backend', (
        select min(b.backend) from pgflow.worker_backends as b having count(*) = 1))
    else definition
  end
$$;
