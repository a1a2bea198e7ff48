-- Claims tasks with their inputs. When an input cannot be made (a plug-in raises, the dependencies'
-- outputs are over the size of one jsonb value), the tasks are claimed one by one, and the guilty
-- one comes with a refusal: a failed attempt, not a blocked queue.
create function pgflow._claim_tasks(worker_id uuid, deliveries pgflow.task_delivery[])
returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_schema name := 'pgflow';
  v_hook text := 'start_step_tasks';
  v_claims pgflow.claimed_task[];
  v_delivery pgflow.task_delivery;
  v_refusal jsonb;
begin
  begin
    v_claims := pgflow._take_tasks(worker_id, deliveries, true);
    v_hook := 'handle_step_task_start';
    return pgflow._ask_task_input(v_claims);
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if v_hook = 'handle_step_task_start' then
      v_schema := pgflow._hook_schema(v_claims[1].run_id, v_claims[1].step_index, v_hook);
    end if;
    v_refusal := case
      when sqlstate like '54%' then jsonb_build_object('code', 'PF203', 'final', true,
        'message', 'the input of the task is too large: ' || sqlerrm)
      else pgflow._plugin_error(v_schema, v_hook, sqlstate, sqlerrm)
        || jsonb_build_object('final', false)
    end;
  end;

  if cardinality(deliveries) = 1 then
    v_claims := pgflow._take_tasks(worker_id, deliveries, false);
    if cardinality(v_claims) = 1 then
      v_claims[1].refusal := coalesce(v_claims[1].refusal, v_refusal);
    end if;
    return v_claims;
  end if;

  v_claims := '{}';
  foreach v_delivery in array deliveries loop
    v_claims := v_claims || pgflow._claim_tasks(worker_id, array[v_delivery]);
  end loop;
  return v_claims;
end
$$;
