-- Finds a step of a run by its slug. Raises PF002 for an unknown run, PF003 for an unknown step.
create function pgflow._step_ref(run_id uuid, step_slug text) returns pgflow.step_ref
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id constant integer := pgflow._run_flow_id(run_id);
  v_step_index smallint;
begin
  select s.step_index into v_step_index
  from pgflow.steps as s
  where s.flow_id = v_flow_id and s.step_slug = _step_ref.step_slug;
  if v_step_index is null then
    raise exception using errcode = 'PF003',
      message = format('run %s has no step "%s"', run_id, step_slug);
  end if;
  return row(run_id, v_step_index, null)::pgflow.step_ref;
end
$$;
