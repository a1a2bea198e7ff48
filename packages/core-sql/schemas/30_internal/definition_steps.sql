-- The steps of a flow definition as rows; step_index is the position.
create function pgflow._definition_steps(definition jsonb)
returns table (
  step_index smallint, step_slug text, step_type text, after text[], config jsonb, backend text,
  options jsonb
)
language sql immutable
set search_path = ''
as $$
  select (s.ordinality - 1)::smallint, s.value ->> 'slug', coalesce(s.value ->> 'type', 'single'),
    array(select jsonb_array_elements_text(coalesce(nullif(s.value -> 'after', 'null'), '[]'))),
    coalesce(nullif(s.value -> 'config', 'null'), '{}'),
    coalesce(s.value ->> 'backend', definition ->> 'backend'),
    coalesce(nullif(s.value -> 'options', 'null'), '{}')
  from jsonb_array_elements(definition -> 'steps') with ordinality as s
$$;
