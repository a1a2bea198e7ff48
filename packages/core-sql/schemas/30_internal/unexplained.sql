-- The error of a step that its type failed without giving one.
create function pgflow._unexplained(run_id uuid, step_index smallint) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('code', 'PF201', 'raised_by', n.hook_name,
    'message', format('%s failed the step and gave no error', n.hook_name))
  from (
    select pgflow._hook_name(
      pgflow._hook_schema(run_id, step_index, h.hook), h.hook) as hook_name
    from (values ('handle_step_task_completion')) as h (hook)) as n
$$;
