-- Decides what becomes of the failed tasks of a batch: where the step type goes on with an output
-- in their place, the task counts as completed; every other one fails its step and run, with the
-- error of the type beside that of the task (hook_error) where the type could not say. Returns the
-- outcomes of the tasks that go on. The caller holds the runs.
create function pgflow._give_up_tasks(outcomes pgflow.task_outcome[])
returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
  v_decisions pgflow.task_decision[];
  v_replaced pgflow.task_decision[];
  v_outcomes pgflow.task_outcome[] := '{}';
begin
  for v_group in
    select f.schema_name, array_agg(f.failed) as failed
    from pgflow._failed_tasks(outcomes) as f
    group by f.schema_name
  loop
    v_decisions := '{}';
    v_replaced := '{}';
    if v_group.schema_name is not null then
      v_decisions := array(
        select d from pgflow._ask_failure(v_group.schema_name, v_group.failed) as d);
      v_replaced := array(select d from unnest(v_decisions) as d where d.action = 'continue');
      update pgflow.step_tasks as t
      set status = 'completed', failed_at = null, output = coalesce(d.output, 'null')
      from unnest(v_replaced) as d
      where t.run_id = any (array[d.run_id])
        and t.step_index = d.step_index
        and t.task_index = d.task_index
        and t.status = 'failed';
    end if;
    perform pgflow._fail_steps(array(
      select row(f.run_id, f.step_index, f.error
        || jsonb_build_object('task_index', f.task_index)
        || coalesce((
          select jsonb_build_object('hook_error', d.extra) from unnest(v_decisions) as d
          where d.action = 'raised' and (d.run_id, d.step_index, d.task_index)
            = (f.run_id, f.step_index, f.task_index)), '{}'))::pgflow.step_failure
      from unnest(v_group.failed) as f
      where not exists (
        select from unnest(v_replaced) as d
        where (d.run_id, d.step_index, d.task_index) = (f.run_id, f.step_index, f.task_index))));
    v_outcomes := v_outcomes || array(
      select row(o.delivery, o.run_id, o.step_index, o.task_index, o.claim_no, 'completed',
        o.visible_at)::pgflow.task_outcome
      from unnest(outcomes) as o
      join unnest(v_replaced) as d using (run_id, step_index, task_index)
      where o.outcome = 'failed');
  end loop;
  return v_outcomes;
end
$$;
