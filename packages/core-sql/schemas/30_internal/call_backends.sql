-- Calls enqueue_step_tasks, cancel_step_tasks or redeliver_step_tasks (hook) of each task's
-- backend, once per backend, with the tasks in the order given. Returns how many were delivered
-- again. What a backend raises is raised with the same code, and with the names of the backend and
-- its function; an error of the server is raised as it is.
create function pgflow._call_backends(hook text, tasks pgflow.task_ref[]) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
  v_redelivered integer;
  v_detail text;
  v_hint text;
  v_context text;
  v_sum integer := 0;
begin
  if coalesce(cardinality(tasks), 0) = 0 then
    return 0;
  end if;

  for v_group in
    select b.schema_name,
      array_agg(
        row(b.queue, t.run_id, t.step_index, t.task_index, t.visible_at)::pgflow.queued_task
        order by t.ordinality) as queued
    from unnest(tasks) with ordinality as t
    cross join lateral (
      select f.queue, b.schema_name
      from pgflow.steps as s
      join pgflow.flows as f on f.flow_id = s.flow_id
      join pgflow.worker_backends as b on b.backend = s.backend
      where s.flow_id = t.flow_id and s.step_index = t.step_index
      offset 0
    ) as b
    group by b.schema_name
    order by b.schema_name
  loop
    begin
      if hook = 'enqueue_step_tasks' then
        perform pgflow._dispatch_enqueue(v_group.schema_name, v_group.queued);
      elsif hook = 'cancel_step_tasks' then
        execute format('select %I.%I($1)', v_group.schema_name, hook) using v_group.queued;
      else
        execute format('select %I.%I($1)', v_group.schema_name, hook)
        into v_redelivered using v_group.queued;
        v_sum := v_sum + coalesce(v_redelivered, 0);
      end if;
    exception when others then
      if pgflow._is_transient(sqlstate) then
        raise;
      end if;
      get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_context = pg_exception_context;
      perform pgflow._raise_named(v_group.schema_name, hook, sqlstate, sqlerrm, v_detail, v_hint,
        v_context);
    end;
  end loop;
  return v_sum;
end
$$;
