-- Raises for a definition that cannot be a flow: PF008 (form), PF004 (slug), PF005 (step twice),
-- PF006 (unknown dependency), PF007 (cycle), PF009 and PF010 (step type, backend not installed).
create function pgflow._check_definition(definition jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_step record;
begin
  if jsonb_typeof(definition) is distinct from 'object'
    or jsonb_typeof(definition -> 'steps') is distinct from 'array'
    or jsonb_array_length(definition -> 'steps') not between 1 and 10000
    or exists (
      select from jsonb_array_elements(definition -> 'steps') as s
      where jsonb_typeof(s.value) <> 'object'
        or coalesce(jsonb_typeof(s.value -> 'after'), 'null') not in ('array', 'null')
        or coalesce(jsonb_typeof(s.value -> 'options'), 'null') not in ('object', 'null')
        or jsonb_path_exists(
          s.value, 'strict $.after[*] ? (@.type() != "string")', silent => true))
  then
    raise exception using errcode = 'PF008', message = 'this is not a flow definition',
      hint = 'Expected {"slug", "steps": [{"slug", "type", "after": [], "config": {}}, ...]}, '
        'with 1 to 10,000 steps.';
  end if;
  perform pgflow._check_slug('flow', definition ->> 'slug');

  for v_step in
    select s.*, count(*) over (partition by s.step_slug) as uses,
      not exists (select from pgflow.step_types as y where y.step_type = s.step_type) as no_type,
      not exists (select from pgflow.worker_backends as b where b.backend = s.backend) as no_backend
    from pgflow._definition_steps(definition) as s
  loop
    perform pgflow._check_slug('step', v_step.step_slug);
    if v_step.uses > 1 then
      raise exception using errcode = 'PF005',
        message = format('flow "%s" has two steps "%s"', definition ->> 'slug', v_step.step_slug);
    end if;
    if v_step.no_type or v_step.no_backend then
      perform pgflow._refuse_step(definition ->> 'slug', v_step.step_slug, v_step.step_type,
        v_step.backend, v_step.no_type);
    end if;
  end loop;
  perform pgflow._check_dependencies(definition);
end
$$;
