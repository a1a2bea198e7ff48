-- Which flow versions queues are of. For backends, which are told of queues alone.
create function pgflow.flow_versions(queues text[]) returns setof pgflow.flow_version
language sql stable
set search_path = ''
as $$
  select f.flow_id, f.flow_slug, f.version, f.queue
  from pgflow.flows as f
  where f.queue = any (queues)
$$;
