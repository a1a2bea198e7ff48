-- A worker's whole loop in one round trip: settles a batch of results, then claims up to quantity
-- tasks of the first queue that has any, the ones that the settle made ready included.
-- Returns {"outcomes": [...], "tasks": [...], "crowded": boolean}; an outcome of plainly completed
-- tasks is left out. crowded: nothing was claimed, since another worker does so at this moment, and
-- what two of them would find in turns one finds for half the trips. It is a worker's sign to come
-- less often; one that brings 32 results or more is never crowded out.
-- The claim comes last, since a claim may hold what a settle waits for, and waits for nothing
-- itself. security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.settle_and_claim(
  worker_id uuid,
  completed jsonb,
  failed jsonb,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes json;
  v_tasks json;
  v_crowded boolean := false;
begin
  if jsonb_array_length(completed) + jsonb_array_length(failed) > 0 then
    select json_agg(o) into v_outcomes
    from unnest(pgflow_pgmq._settle(completed, failed)) as o
    where o.outcome <> 'completed';
  end if;
  if quantity > 0 and jsonb_array_length(completed) < 32 then
    v_crowded := not pg_try_advisory_xact_lock(
      hashtext('pgflow_pgmq.claim'), hashtext(queues[1]));
  end if;
  if quantity > 0 and not v_crowded then
    select json_agg(c) into v_tasks
    from unnest(pgflow_pgmq._read_queues(worker_id, queues, quantity, lease_seconds)) as c;
  end if;
  return json_build_object(
    'outcomes', coalesce(v_outcomes, '[]'), 'tasks', coalesce(v_tasks, '[]'),
    'crowded', v_crowded);
end
$$;
