-- Starts a run and returns its id: a UUIDv7, or the run_id given. version null: the current
-- version. Raises PF001 (unknown flow or version), PF013 (no input), PF015 (run_id in use); then
-- nothing is left. The run's first tasks are delivered when this transaction commits.
create function pgflow.start_flow(
  flow_slug text,
  input jsonb default '{}',
  version integer default null,
  run_id uuid default null,
  created_by text default null
) returns uuid
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_flow constant pgflow.flows := pgflow._flow_to_start(flow_slug, version);
  v_run_id constant uuid := coalesce(run_id, pgflow._uuid_v7());
begin
  if input is null then
    raise exception using errcode = 'PF013', message = 'the input of a run must not be null',
      hint = 'Pass ''{}'', or a JSON null.';
  end if;

  begin
    insert into pgflow.runs (run_id, flow_id, remaining_steps, input, created_by, started_at)
    values (v_run_id, v_flow.flow_id, v_flow.step_count, input,
      coalesce(created_by, session_user), pgflow._now());
  exception when unique_violation then
    raise exception using errcode = 'PF015',
      message = format('there is a run %s already', v_run_id);
  end;

  perform pgflow._begin_runs(array[v_run_id], v_flow);
  return v_run_id;
end
$$;
