-- The version of a flow that a new run uses: the one asked for, or the current one. Raises PF001
-- for an unknown flow or version.
create function pgflow._flow_to_start(flow_slug text, version integer) returns pgflow.flows
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow pgflow.flows;
begin
  if version is null then
    select * into v_flow
    from pgflow.flows as f where f.flow_slug = _flow_to_start.flow_slug and f.is_current;
  else
    select * into v_flow
    from pgflow.flows as f
    where f.flow_slug = _flow_to_start.flow_slug and f.version = _flow_to_start.version;
  end if;
  if v_flow.flow_id is null then
    raise exception using errcode = 'PF001',
      message = format('there is no flow "%s"', flow_slug)
        || coalesce(' with a version ' || version, ''),
      hint = 'Define it (pgflow.define_flow), or start a worker that serves it.';
  end if;
  return v_flow;
end
$$;
