-- Locks runs in run_id order: the first lock of every settle, cancel and retry, and a statement of
-- its own, so that the statements after it see what the last holder committed.
create function pgflow._lock_runs(run_ids uuid[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform from pgflow.runs as r
  where r.run_id = any (run_ids)
  order by r.run_id
  for no key update;
  -- race point: runs locked
end
$$;
