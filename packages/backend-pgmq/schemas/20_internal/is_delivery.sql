-- Whether a text that a worker gave is '<queue>:<msg_id>' of a queue of ours.
create function pgflow_pgmq._is_delivery(delivery text) returns boolean
language sql stable
set search_path = ''
as $$
  select pgflow_pgmq._looks_like_delivery(delivery) and exists (
    select from pgflow_pgmq.queues as q where q.queue = pgflow_pgmq._queue_of(delivery))
$$;
