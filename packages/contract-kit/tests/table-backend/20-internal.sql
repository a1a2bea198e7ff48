-- Deliveries as core takes them; the text is '<run_id>/<step_index>/<task_index>'.
create function pgflow_table._task_delivery(delivery pgflow_table.deliveries)
returns pgflow.task_delivery
language sql immutable
set search_path = ''
as $$
  select row(concat_ws('/', delivery.run_id, delivery.step_index, delivery.task_index),
    delivery.run_id, delivery.step_index, delivery.task_index, delivery.visible_at
  )::pgflow.task_delivery
$$;

-- The key of a delivery; null for a text that is none.
create function pgflow_table._key_of(
  delivery text,
  out run_id uuid, out step_index smallint, out task_index integer
)
language plpgsql immutable
set search_path = ''
as $$
begin
  if delivery ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9]{1,4}/[0-9]{1,9}$' then
    run_id := split_part(delivery, '/', 1);
    step_index := split_part(delivery, '/', 2);
    task_index := split_part(delivery, '/', 3);
  end if;
end
$$;

-- Claims the tasks of leased deliveries; drops the ones that are gone, hides what is not claimable.
create function pgflow_table._start(worker_id uuid, deliveries pgflow.task_delivery[])
returns setof pgflow.claimed_task
language plpgsql volatile
set search_path = ''
as $$
declare
  v_claim pgflow.claimed_task;
begin
  for v_claim in select c.* from pgflow.start_step_tasks(worker_id, deliveries) as c loop
    case v_claim.outcome
      when 'started' then return next v_claim;
      when 'gone' then
        delete from pgflow_table.deliveries as d
        where d.run_id = v_claim.run_id
          and d.step_index = v_claim.step_index
          and d.task_index = v_claim.task_index;
      else
        update pgflow_table.deliveries as d
        set visible_at = v_claim.visible_at
        where d.run_id = v_claim.run_id
          and d.step_index = v_claim.step_index
          and d.task_index = v_claim.task_index;
    end case;
  end loop;
end
$$;

-- Moves deliveries to the times in core's answers, which for settled tasks means: away.
create function pgflow_table._follow(outcomes pgflow.task_outcome[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  delete from pgflow_table.deliveries as d
  using unnest(outcomes) as o
  where o.outcome in ('completed', 'failed')
    and d.run_id = o.run_id and d.step_index = o.step_index and d.task_index = o.task_index;
  update pgflow_table.deliveries as d
  set visible_at = o.visible_at
  from unnest(outcomes) as o
  where o.outcome in ('retry', 'ok')
    and o.visible_at is not null
    and d.run_id = o.run_id and d.step_index = o.step_index and d.task_index = o.task_index;
end
$$;
