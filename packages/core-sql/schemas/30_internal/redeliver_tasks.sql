-- Has the backends deliver again what is overdue and has no delivery any more: up to 10,000 tasks
-- of the next 1,000 open runs, so that each time costs about the same, however many there are.
-- Returns how many were. Locks nothing: a task that is settled meanwhile has a delivery too many,
-- which the next claim drops. A backend that raises keeps nobody from the rest of housekeeping.
create function pgflow._redeliver_tasks(overdue_before timestamptz) returns integer
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_run_ids constant uuid[] := array(
    select r.run_id
    from pgflow.runs as r
    where r.ended_at is null
      and r.run_id > (
        select coalesce(h.last_run_id, '00000000-0000-0000-0000-000000000000')
        from pgflow.housekeeping as h)
    order by r.run_id
    limit 1000);
  v_overdue constant pgflow.task_ref[] := array(
    select row(t.run_id, t.step_index, t.task_index, t.flow_id, pgflow._now())::pgflow.task_ref
    from pgflow.step_states as s
    join pgflow.step_tasks as t on t.run_id = s.run_id and t.step_index = s.step_index
    where s.run_id = any (v_run_ids)
      and s.status = 'started'
      and t.task_index < s.next_task_index
      and t.status in ('queued', 'started')
      and t.visible_at < overdue_before
    order by t.run_id, t.step_index, t.task_index
    limit 10000);
begin
  update pgflow.housekeeping set last_run_id = v_run_ids[1000];
  begin
    return pgflow._call_backends('redeliver_step_tasks', v_overdue);
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    raise warning 'tasks could not be delivered again: %', sqlerrm;
    return 0;
  end;
end
$$;
