-- Looks for the first delivery of a queue that is visible, and notes its place for the claims of
-- the next second, unless another transaction is about to. Returns it, null where there is none.
create function pgflow_table._look(queue_id integer, due timestamptz) returns timestamptz
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  v_oldest constant timestamptz := (
    select d.due_at
    from pgflow_table.deliveries as d
    where d.queue_id = _look.queue_id and d.due_at <= due and d.visible_at <= due
    order by d.due_at
    limit 1);
begin
  if v_oldest is not null then
    update pgflow_table.queues as q
    set oldest = v_oldest, looked_at = due
    where q.queue_id = (
      select free.queue_id from pgflow_table.queues as free
      where free.queue_id = _look.queue_id
      for no key update skip locked);
  end if;
  return v_oldest;
end
$$;
