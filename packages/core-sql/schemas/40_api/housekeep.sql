-- What nobody else would notice: ends runs that no worker serves, delivers again what lost its
-- delivery, writes down which workers died. So no run stays started for ever. Returns what it did
-- as jsonb, or null when somebody else did it a moment ago or does it now; so all may call it as
-- often as they like. For a schedule (pgflow.schedule_housekeeping) and for workers.
-- Locks its row, then runs; what is locked otherwise, it leaves for the next time.
create function pgflow.housekeep() returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_settings pgflow.housekeeping;
begin
  select * into v_settings
  from pgflow.housekeeping as h
  where h.done_at <= v_now - h.every
  for update skip locked;
  if not found then
    return null;
  end if;
  update pgflow.housekeeping set done_at = v_now;
  return jsonb_build_object(
    'unserved_runs', pgflow.fail_unserved_runs(v_settings.unserved_for),
    'redelivered_tasks', pgflow._redeliver_tasks(v_now - v_settings.overdue_after),
    'dead_workers', pgflow._end_dead_workers(v_now - v_settings.keep_workers_for));
end
$$;
