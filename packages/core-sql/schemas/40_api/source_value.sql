-- For step types: the output of a dependency of a run's step or, where dep_slug is null, the run's
-- input. Null where the dependency has no output. Step types plan as they like; this looks up by
-- key whatever they chose.
create function pgflow.source_value(run_id uuid, flow_id integer, dep_slug text) returns jsonb
language sql stable
set search_path = ''
set enable_seqscan = off
as $$
  select case
    when dep_slug is null then (
      select r.input from pgflow.runs as r where r.run_id = source_value.run_id)
    else (
      select s.output
      from pgflow.steps as d
      join pgflow.step_states as s on s.run_id = source_value.run_id and s.step_index = d.step_index
      where d.flow_id = source_value.flow_id and d.step_slug = source_value.dep_slug)
  end
$$;
