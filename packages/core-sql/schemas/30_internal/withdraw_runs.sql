-- Cancels whatever of these runs has not ended: steps, tasks and deliveries. The caller holds the
-- runs and has given them their own status.
create function pgflow._withdraw_runs(run_ids uuid[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- race point: runs ended
  update pgflow.step_states as s
  set status = 'cancelled', ended_at = pgflow._now()
  where s.run_id = any (run_ids) and s.status in ('created', 'started');

  perform pgflow._withdraw_tasks(array(
    select row(s.run_id, s.step_index, null)::pgflow.step_ref
    from pgflow.step_states as s
    where s.run_id = any (run_ids) and s.remaining_tasks > 0));
end
$$;
