-- Makes queues that do not exist yet. Called by orchestration.
create function pgflow_table.prepare_queues(queues text[]) returns void
language sql volatile
set search_path = ''
as $$
  insert into pgflow_table.queues (queue)
  select q from unnest(queues) as q
  where not exists (select from pgflow_table.queues as known where known.queue = q)
  on conflict do nothing
$$;
