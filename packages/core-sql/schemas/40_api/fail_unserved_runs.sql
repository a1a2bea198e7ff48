-- Fails the runs that have a step whose tasks no worker would have been brought for a time (and
-- that is at least that old), with the error PF016. Returns how many. For housekeeping, or an
-- operator. Locks the runs.
create function pgflow.fail_unserved_runs(unserved_for interval) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before constant timestamptz := pgflow._now() - unserved_for;
  v_run_ids uuid[];
begin
  v_run_ids := array(
    select distinct r.run_id
    from pgflow.unserved_flows as u
    join pgflow.runs as r on r.flow_id = u.flow_id and r.ended_at is null
    join pgflow.step_states as s on s.run_id = r.run_id
    join pgflow.steps as d
      on d.flow_id = s.flow_id and d.step_index = s.step_index and d.backend = u.backend
    where s.status = 'started' and s.remaining_tasks > 0 and s.started_at < v_before
      and coalesce(u.last_served_at < v_before, true));
  if cardinality(v_run_ids) = 0 then
    return 0;
  end if;

  perform pgflow._lock_runs(v_run_ids);
  with failed as (
    update pgflow.runs as r
    set status = 'failed', ended_at = pgflow._now(), change_seq = r.change_seq + 1,
      error = jsonb_build_object('code', 'PF016', 'message',
        format('no worker has served this version of the flow for %s', unserved_for))
    where r.run_id = any (v_run_ids) and r.status = 'started'
    returning r.run_id
  )
  select coalesce(array_agg(f.run_id), '{}') into v_run_ids from failed as f;
  perform pgflow._withdraw_runs(v_run_ids);
  return cardinality(v_run_ids);
end
$$;
