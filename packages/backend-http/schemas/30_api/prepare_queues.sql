-- Makes queues that do not exist yet. Called by orchestration.
create function pgflow_http.prepare_queues(queues text[]) returns void
language sql volatile
set search_path = ''
as $$
  insert into pgflow_http.queues (queue, flow_slug)
  select v.queue, v.flow_slug
  from pgflow.flow_versions(queues) as v
  where not exists (select from pgflow_http.queues as known where known.queue = v.queue)
  on conflict do nothing
$$;
