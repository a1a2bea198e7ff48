-- Locks the deliveries of a queue that wait longest, up to `quantity`. One whose lease ran out may
-- have killed its worker, so it comes alone. run_ids: only of these runs; null: of any. Skips what
-- others hold.
create function pgflow_http._take_batch(
  queue_id integer,
  quantity integer,
  run_ids uuid[] default null
) returns pgflow_http.deliveries[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  v_batch pgflow_http.deliveries[];
  v_alone pgflow_http.deliveries[];
begin
  if run_ids is null then
    v_batch := array(
      select d
      from pgflow_http.deliveries as d
      where d.queue_id = _take_batch.queue_id and d.call_id is null
        and d.due_at <= pgflow._now()
      order by d.due_at
      limit quantity
      for no key update skip locked);
  else
    -- By their keys: there may be many others that wait.
    v_batch := array(
      select d
      from pgflow_http.deliveries as d
      where d.run_id = any (run_ids) and d.queue_id + 0 = _take_batch.queue_id
        and d.call_id is null and d.due_at <= pgflow._now()
      order by d.due_at, d.run_id, d.step_index, d.task_index
      limit quantity
      for no key update skip locked);
  end if;
  v_alone := array(select d from unnest(v_batch) as d where d.started limit 1);
  return case cardinality(v_alone) when 0 then v_batch else v_alone end;
end
$$;
