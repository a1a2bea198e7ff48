-- Makes the step states of runs that were just inserted, all of one flow version, and starts the
-- steps that wait for nothing.
create function pgflow._begin_runs(run_ids uuid[], flow pgflow.flows) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into pgflow.step_states (run_id, step_index, flow_id, remaining_deps)
  select i.run_id, s.step_index, s.flow_id, cardinality(s.dep_indexes)
  from unnest(run_ids) as i (run_id)
  cross join pgflow.steps as s
  where s.flow_id = flow.flow_id;

  perform pgflow._advance_runs('{}',
    array(
      select row(i.run_id, r.step_index, null)::pgflow.step_ref
      from unnest(run_ids) as i (run_id)
      cross join unnest(flow.root_steps) as r (step_index)),
    '{}');
end
$$;
