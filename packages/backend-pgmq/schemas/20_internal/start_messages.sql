-- Claims the tasks of messages that were just read, with their visibility time as the lease. Buries
-- what names no task, deletes what is gone, hides what is not claimable now.
create function pgflow_pgmq._start_messages(
  worker_id uuid,
  queue text,
  messages pgflow_pgmq.message[]
) returns setof pgflow.claimed_task
language plpgsql volatile
set search_path = ''
as $$
declare
  v_deliveries pgflow.task_delivery[];
  v_unreadable pgflow_pgmq.message[];
  v_gone text[] := '{}';
  v_claim pgflow.claimed_task;
begin
  select array_agg(m) into v_unreadable
  from unnest(messages) as m
  where not coalesce(pgflow_pgmq._names_task(m.message), false);
  if v_unreadable is not null then
    perform pgflow_pgmq._bury_messages(queue, v_unreadable);
  end if;

  v_deliveries := array(
    select row(queue || ':' || m.msg_id, (m.message ->> 0)::uuid, (m.message ->> 1)::smallint,
      (m.message ->> 2)::integer, m.vt)::pgflow.task_delivery
    from unnest(messages) with ordinality as m
    where pgflow_pgmq._names_task(m.message)
    order by m.ordinality);
  for v_claim in select c.* from pgflow.start_step_tasks(worker_id, v_deliveries) as c loop
    case v_claim.outcome
      when 'started' then return next v_claim;
      when 'gone' then v_gone := v_gone || v_claim.delivery;
      else perform pgflow_pgmq._hide_delivery(v_claim.delivery, v_claim.visible_at);
    end case;
  end loop;
  if cardinality(v_gone) > 0 then
    perform pgflow_pgmq._drop_deliveries(v_gone);
  end if;
end
$$;
