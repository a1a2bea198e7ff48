-- Raises PF006 for a dependency on no step of the flow, PF007 for a cycle.
create function pgflow._check_dependencies(definition jsonb) returns void
language plpgsql immutable
set search_path = ''
as $$
declare
  v_open text[];
  v_blocked text[];
  v_wrong record;
begin
  v_open := array(select s.step_slug from pgflow._definition_steps(definition) as s);
  select s.step_slug, a.dep into v_wrong
  from pgflow._definition_steps(definition) as s
  cross join unnest(s.after) as a (dep)
  where a.dep <> all (v_open)
  limit 1;
  if found then
    raise exception using errcode = 'PF006', message = format(
      'step "%s" runs after "%s", which the flow does not have', v_wrong.step_slug, v_wrong.dep);
  end if;

  -- In the order in which the DSL makes steps there can be no cycle.
  if not exists (
    select from pgflow._definition_steps(definition) as s
    cross join unnest(s.after) as a (dep)
    join pgflow._definition_steps(definition) as d on d.step_slug = a.dep
    where d.step_index >= s.step_index
  ) then
    return;
  end if;

  -- Take away the steps that wait for nothing, again and again; what stays is a cycle.
  loop
    v_blocked := array(
      select s.step_slug from pgflow._definition_steps(definition) as s
      where s.step_slug = any (v_open) and s.after && v_open);
    exit when cardinality(v_blocked) = 0;
    if cardinality(v_blocked) = cardinality(v_open) then
      raise exception using errcode = 'PF007', message = format(
        'flow "%s" has a cycle', definition ->> 'slug'),
        detail = format('These steps wait for each other: %s.', array_to_string(v_open, ', '));
    end if;
    v_open := v_blocked;
  end loop;
end
$$;
