-- Claims up to quantity tasks of one queue. Raises PF103 for a queue that is not there.
create function pgflow_table._read_queue(
  worker_id uuid,
  queue text,
  quantity integer,
  lease_seconds integer
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_until constant timestamptz := v_now + make_interval(secs => lease_seconds);
  v_queue pgflow_table.queues;
  v_deliveries pgflow.task_delivery[];
begin
  select q.* into v_queue from pgflow_table.queues as q where q.queue = _read_queue.queue;
  if not found then
    raise exception using errcode = 'PF103', message = format('there is no queue "%s"', queue),
      hint = 'start_worker tells which queues the flows of a worker have.';
  end if;
  if v_queue.looked_at > v_now - interval '1 second' then
    v_deliveries := pgflow_table._lease_due(
      v_queue.queue_id, v_queue.oldest, v_now, v_until, quantity);
  end if;
  if v_deliveries is null then
    v_deliveries := pgflow_table._lease_due(
      v_queue.queue_id, pgflow_table._look(v_queue.queue_id, v_now), v_now, v_until, quantity);
  end if;
  if v_deliveries is null then
    return '{}';
  end if;
  return pgflow_table._claim_deliveries(worker_id, v_deliveries);
end
$$;
