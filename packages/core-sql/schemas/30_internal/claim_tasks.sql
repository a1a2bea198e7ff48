-- Claims tasks with their inputs. When an input cannot be made (a plug-in raises, the dependencies'
-- outputs are over the size of one jsonb value), the tasks are claimed one by one, and the guilty
-- one comes with a refusal: a failed attempt, not a blocked queue.
create function pgflow._claim_tasks(worker_id uuid, deliveries pgflow.task_delivery[])
returns setof pgflow.claimed_task
language plpgsql volatile
set search_path = ''
as $$
declare
  v_claims pgflow.claimed_task[];
  v_delivery pgflow.task_delivery;
  v_refusal jsonb;
begin
  begin
    v_claims := array(select c from pgflow._take_tasks(worker_id, deliveries, true) as c);
    if exists (select from pgflow.step_types as y where y.has_task_start) then
      v_claims := array(select c from pgflow._ask_task_input(v_claims) as c);
    end if;
    return query select * from unnest(v_claims);
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    v_refusal := case
      when sqlstate like '54%' then jsonb_build_object('code', 'PF203', 'final', true,
        'message', 'the input of the task is too large: ' || sqlerrm)
      else pgflow._plugin_error('pgflow', 'start_step_tasks', sqlstate, sqlerrm)
        || jsonb_build_object('final', false)
    end;
  end;
  if cardinality(deliveries) = 1 then
    for v_claims in select array_agg(c) from pgflow._take_tasks(worker_id, deliveries, false) as c
    loop
      v_claims[1].refusal := coalesce(v_claims[1].refusal, v_refusal);
      return query select * from unnest(v_claims);
    end loop;
    return;
  end if;
  foreach v_delivery in array deliveries loop
    return query select * from pgflow._claim_tasks(worker_id, array[v_delivery]);
  end loop;
end
$$;
