-- Leases up to quantity deliveries of a queue whose place is between two times, the oldest first,
-- where they are visible, and returns them as core takes them, null where there is none. Skips what
-- others hold.
-- The planner's switches are here, and in the other functions that look into the table, because a
-- plan lives as long as its session: made while the table was empty, it would read all of it later.
create function pgflow_table._lease_due(
  queue_id integer,
  oldest timestamptz,
  due timestamptz,
  until timestamptz,
  quantity integer
) returns pgflow.task_delivery[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  v_deliveries pgflow.task_delivery[];
begin
  with leased as (
    update pgflow_table.deliveries as d
    set visible_at = until
    where d.ctid = any (array(
      select u.ctid
      from pgflow_table.deliveries as u
      where u.queue_id = _lease_due.queue_id
        and u.due_at between oldest and due
        and u.visible_at <= due
      order by u.due_at
      limit quantity
      for no key update skip locked))
    returning d as delivery
  )
  select array_agg(pgflow_table._as_delivery(l.delivery)) into v_deliveries from leased as l;
  return v_deliveries;
end
$$;
