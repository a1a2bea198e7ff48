-- The outputs of a step's dependencies, by slug: the input of a task that stores none.
create function pgflow._step_input(run_id uuid, flow_id integer, step_index smallint)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(d.dep_slug, s.output), '{}')
    from pgflow.deps as d
    join pgflow.step_states as s
      on s.run_id = _step_input.run_id and s.step_index = d.dep_index
    where d.flow_id = _step_input.flow_id and d.step_index = _step_input.step_index);
end
$$;
