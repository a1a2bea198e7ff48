-- The error of a step whose plug-in raised or broke its contract: a code of class PF is kept with
-- its message, and everything else becomes PF201. raised_by names the plug-in and its function;
-- the messages of _call_backends name them already.
create function pgflow._plugin_error(
  schema_name name,
  hook text,
  error_code text,
  error_message text
) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('raised_by', n.hook_name, 'message', case
      when error_code like 'PF%' or starts_with(error_message, n.hook_name) then error_message
      else format('%s raised %s: %s', n.hook_name, error_code, error_message) end)
    || case when error_code like 'PF%' then jsonb_build_object('code', error_code)
      else jsonb_build_object('code', 'PF201', 'sqlstate', error_code) end
  from (select pgflow._hook_name(schema_name, hook) as hook_name) as n
$$;
