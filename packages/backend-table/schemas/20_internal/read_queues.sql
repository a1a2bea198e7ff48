-- Claims up to quantity tasks from the first of the queues that has any.
create function pgflow_table._read_queues(
  worker_id uuid,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queue text;
  v_claims pgflow.claimed_task[] := '{}';
begin
  foreach v_queue in array queues loop
    v_claims := pgflow_table._read_queue(worker_id, v_queue, quantity, lease_seconds);
    exit when cardinality(v_claims) > 0;
  end loop;
  return v_claims;
end
$$;
