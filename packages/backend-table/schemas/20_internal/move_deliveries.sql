-- Moves deliveries to the times in core's answers: of a retry, an extended lease, a released claim.
-- A retry has a new place in the queue, so that claims need not step over it until it is due.
-- Returns the queues that they are on.
create function pgflow_table._move_deliveries(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_queue_ids integer[];
begin
  with moved as (
    update pgflow_table.deliveries as d
    set visible_at = o.visible_at,
      due_at = case o.outcome when 'retry' then o.visible_at else d.due_at end
    from unnest(outcomes) as o
    where o.outcome in ('retry', 'ok')
      and o.visible_at is not null
      and d.run_id = any (array[o.run_id])
      and d.step_index = o.step_index and d.task_index = o.task_index
    returning d.queue_id
  )
  select array_agg(distinct m.queue_id) into v_queue_ids from moved as m;
  return v_queue_ids;
end
$$;
