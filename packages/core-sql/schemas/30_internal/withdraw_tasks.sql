-- Cancels the outstanding tasks of steps and withdraws their deliveries. The caller holds the runs.
-- Waits for a claim that holds one of the tasks; a claim waits for nobody.
create function pgflow._withdraw_tasks(steps pgflow.step_ref[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_delivered pgflow.task_ref[];
begin
  select array_agg(row(t.run_id, t.step_index, t.task_index, t.flow_id, null)::pgflow.task_ref)
  into v_delivered
  from unnest(steps) as s
  join pgflow.step_states as o on o.run_id = any (array[s.run_id]) and o.step_index = s.step_index
  join pgflow.step_tasks as t on t.run_id = any (array[o.run_id]) and t.step_index = o.step_index
  where t.status in ('queued', 'started') and t.task_index < o.next_task_index;

  update pgflow.step_tasks as t
  set status = 'cancelled', ended_at = pgflow._now()
  from unnest(steps) as s
  where t.run_id = any (array[s.run_id])
    and t.step_index = s.step_index
    and t.status in ('queued', 'started');

  -- race point: tasks cancelled
  perform pgflow._call_backends('cancel_step_tasks', v_delivered);
end
$$;
