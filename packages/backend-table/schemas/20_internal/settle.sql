-- Settles results with core, then does the table's side: the deliveries of completed and failed
-- tasks are deleted, those of tasks to retry are hidden until then.
-- Order: core's locks first, deliveries last.
create function pgflow_table._settle(completed jsonb, failed jsonb)
returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.settle_step_tasks(completed, failed) as o);
begin
  perform pgflow_table._drop_deliveries(v_outcomes);
  if jsonb_array_length(failed) > 0 then
    perform pgflow_table._move_deliveries(v_outcomes);
  end if;
  return v_outcomes;
end
$$;
