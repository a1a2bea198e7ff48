-- Raises PF009 for a step whose type is not installed, PF010 for one whose backend is not, or that
-- has none. Names the flow, the step, what it wants and what there is.
create function pgflow._refuse_step(
  flow_slug text,
  step_slug text,
  step_type text,
  backend text,
  no_type boolean
) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if no_type then
    raise exception using errcode = 'PF009',
      message = format('step type "%s" of step "%s" is not installed', step_type, step_slug),
      detail = format('Flow "%s". Installed: %s.', flow_slug, (
        select string_agg(format('"%s"', t.step_type), ', ' order by t.step_type)
        from pgflow.step_types as t)),
      hint = 'Install the SQL of its package (migrate), which registers it.';
  end if;
  raise exception using errcode = 'PF010',
    message = case
      when backend is null then format('step "%s" has no backend', step_slug)
      else format('worker backend "%s" of step "%s" is not installed', backend, step_slug) end,
    detail = format('Flow "%s". Installed: %s.', flow_slug, coalesce((
      select string_agg(format('"%s"', b.backend), ', ' order by b.backend)
      from pgflow.worker_backends as b), 'none')),
    hint = 'Install the SQL of its package (migrate), which registers it, and name it in the '
      'flow where more than one is installed.';
end
$$;
