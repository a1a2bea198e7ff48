-- Fails the runs whose flow version no worker has served for a time (and that are at least that
-- old), with the error PF016. Returns how many. For an operator or a schedule.
create function pgflow.fail_unserved_runs(unserved_for interval) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before constant timestamptz := pgflow._now() - unserved_for;
  v_run_ids uuid[];
begin
  v_run_ids := array(
    select r.run_id
    from pgflow.runs as r
    join pgflow.unserved_flows as u on u.flow_id = r.flow_id
    where r.status = 'started' and r.started_at < v_before
      and coalesce(u.last_served_at < v_before, true));
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
