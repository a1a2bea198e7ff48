-- Starts a run for each input, all in one transaction, and returns their ids in the order of the
-- inputs: new UUIDs of version 7, or the run_ids given. version null: the current version. Raises
-- PF001 (unknown flow or version), PF013 (an input is null), PF015 (a run_id in use, or not one
-- run_id for each input); then nothing is left. The runs' first tasks are delivered when
-- this transaction commits.
create function pgflow.start_flows(
  flow_slug text,
  inputs jsonb[],
  version integer default null,
  run_ids uuid[] default null,
  created_by text default null
) returns setof uuid
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
  v_run_ids constant uuid[] := coalesce(run_ids,
    array(select pgflow._uuid_v7() from generate_series(1, cardinality(inputs))));
begin
  if inputs is null or array_position(inputs, null) is not null then
    raise exception using errcode = 'PF013', message = 'the input of a run must not be null',
      hint = 'Pass ''{}'', or a JSON null.';
  end if;
  begin
    insert into pgflow.runs (run_id, flow_id, remaining_steps, input, created_by, started_at)
    select i.run_id, v_flow.flow_id, v_flow.step_count, i.input,
      coalesce(created_by, session_user), pgflow._now()
    from unnest(v_run_ids, inputs) as i (run_id, input);
  exception
    when unique_violation then
      raise exception using errcode = 'PF015', message = 'there is such a run already',
        detail = sqlerrm;
    when not_null_violation then
      raise exception using errcode = 'PF015',
        message = format(
          '%s run_ids for %s inputs', num_nonnulls(variadic run_ids), cardinality(inputs));
  end;

  perform pgflow._begin_runs(v_run_ids, v_flow);
  return query select * from unnest(v_run_ids);
end
$$;
