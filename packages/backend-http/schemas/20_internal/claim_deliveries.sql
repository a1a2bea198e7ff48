-- Claims the tasks of deliveries that the caller holds, and notes in the outbox what became of
-- them: started, to be removed, or to wait again.
create function pgflow_http._claim_deliveries(
  worker_id uuid,
  deliveries pgflow.task_delivery[]
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_claims constant pgflow.claimed_task[] :=
    array(select c from pgflow.start_step_tasks(worker_id, deliveries) as c);
  v_started constant pgflow.claimed_task[] :=
    array(select c from unnest(v_claims) as c where c.outcome = 'started');
  v_rest constant pgflow.task_outcome[] := array(
    select row(c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no, c.outcome,
      c.visible_at)::pgflow.task_outcome
    from unnest(v_claims) as c
    where c.outcome <> 'started');
  v_queue_ids integer[];
begin
  with started as (
    update pgflow_http.deliveries as d
    set visible_at = c.visible_at, started = true, call_id = coalesce(d.call_id, 0)
    from unnest(v_started) as c
    where d.run_id = any (array[c.run_id])
      and d.step_index = c.step_index and d.task_index = c.task_index
    returning d.queue_id
  )
  select array_agg(distinct s.queue_id) into v_queue_ids from started as s;
  perform pgflow_http._end_pause(v_queue_ids);
  if cardinality(v_rest) > 0 then
    perform pgflow_http._announce(pgflow_http._apply_outcomes(v_rest));
  end if;
  return v_started;
end
$$;
