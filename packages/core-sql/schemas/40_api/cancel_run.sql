-- Cancels a run that has not ended: its steps and tasks end, its deliveries are withdrawn, and
-- workers that are at one of its tasks hear of it with their next heartbeat. Answers whether it
-- did. Raises PF002 for an unknown run. Locks the run.
create function pgflow.cancel_run(run_id uuid) returns boolean
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
begin
  perform pgflow._run_flow_id(run_id);
  perform pgflow._lock_runs(array[run_id]);
  update pgflow.runs as r
  set status = 'cancelled', ended_at = pgflow._now(), change_seq = r.change_seq + 1
  where r.run_id = cancel_run.run_id and r.status = 'started';
  if not found then
    return false;
  end if;
  perform pgflow._withdraw_runs(array[run_id]);
  return true;
end
$$;
