-- The elements of the array that a map step goes over: the output of the dependency that its config
-- names in "over", or the run's input. Raises PF210 for anything that is not an array, null
-- included.
create function pgflow_map._elements(step pgflow.ready_step)
returns table (value jsonb, ordinality bigint)
language plpgsql stable
set search_path = ''
as $$
declare
  v_over constant text := step.config ->> 'over';
  v_source constant jsonb := pgflow.source_value(step.run_id, step.flow_id, v_over);
begin
  if jsonb_typeof(v_source) is distinct from 'array' then
    raise exception using errcode = 'PF210', message = format(
      'step "%s" maps over %s, which is not an array but %s', step.step_slug,
      coalesce('the output of "' || v_over || '"', 'the run''s input'),
      coalesce(jsonb_typeof(v_source), 'missing'));
  end if;
  return query
    select e.value, e.ordinality from jsonb_array_elements(v_source) with ordinality as e;
end
$$;
