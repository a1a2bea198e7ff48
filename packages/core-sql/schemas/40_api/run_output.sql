-- The output of a completed run: the outputs of the steps that no other step runs after, by slug.
-- Null for a run that is not completed.
create function pgflow.run_output(run_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_object_agg(d.step_slug, s.output)
  from pgflow.runs as r
  join pgflow.steps as d on d.flow_id = r.flow_id and d.dependents = '{}'
  join pgflow.step_states as s on s.run_id = r.run_id and s.step_index = d.step_index
  where r.run_id = run_output.run_id and r.status = 'completed'
$$;
