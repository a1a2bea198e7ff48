-- The flow version of a run. Raises PF002 for an unknown run.
create function pgflow._run_flow_id(run_id uuid) returns integer
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id integer;
begin
  select r.flow_id into v_flow_id from pgflow.runs as r where r.run_id = _run_flow_id.run_id;
  if v_flow_id is null then
    raise exception using errcode = 'PF002', message = format('there is no run %s', run_id);
  end if;
  return v_flow_id;
end
$$;
