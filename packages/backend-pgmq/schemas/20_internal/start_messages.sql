-- Claims the tasks of messages that were just read, with their visibility time as the lease. Buries
-- what names no task, deletes what is gone, hides what is not claimable now.
create function pgflow_pgmq._start_messages(
  worker_id uuid,
  queue text,
  messages pgflow_pgmq.message[]
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_deliveries pgflow.task_delivery[];
  v_unreadable pgflow_pgmq.message[];
  v_claims pgflow.claimed_task[];
  v_started pgflow.claimed_task[];
begin
  select
    coalesce(array_agg(
      row(queue || ':' || m.msg_id, (m.message ->> 0)::uuid, (m.message ->> 1)::smallint,
        (m.message ->> 2)::integer, m.vt)::pgflow.task_delivery order by m.ordinality)
      filter (where m.names_task), '{}'),
    array_agg(row(m.msg_id, m.vt, m.message)::pgflow_pgmq.message) filter (where not m.names_task)
  into v_deliveries, v_unreadable
  from (
    select *, coalesce(pgflow_pgmq._names_task(u.message), false) as names_task
    from unnest(messages) with ordinality as u
    offset 0
  ) as m;
  if v_unreadable is not null then
    perform pgflow_pgmq._bury_messages(queue, v_unreadable);
  end if;

  v_claims := array(select c from pgflow.start_step_tasks(worker_id, v_deliveries) as c);
  v_started := array(select c from unnest(v_claims) as c where c.outcome = 'started');
  if cardinality(v_started) < cardinality(v_claims) then
    perform pgflow_pgmq._hide_delivery(c.delivery, c.visible_at)
    from unnest(v_claims) as c where c.outcome = 'hidden';
    perform pgflow_pgmq._drop_deliveries(array(
      select c.delivery from unnest(v_claims) as c where c.outcome = 'gone'));
  end if;
  return v_started;
end
$$;
