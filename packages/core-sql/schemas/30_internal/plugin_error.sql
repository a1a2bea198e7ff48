-- The error of a step whose plug-in raised or broke its contract: a code of class PF is kept, and
-- everything else becomes PF201. Names the plug-in's function.
create function pgflow._plugin_error(
  schema_name name,
  hook text,
  error_code text,
  error_message text
) returns jsonb
language sql immutable parallel safe
set search_path = ''
as $$
  select jsonb_build_object(
    'code', case when error_code like 'PF%' then error_code else 'PF201' end,
    'message', case
      when error_code like 'PF%' then error_message
      else format('%s.%s raised: %s', schema_name, hook, error_message)
    end)
    || case when error_code like 'PF%' then '{}'::jsonb
       else jsonb_build_object('sqlstate', error_code) end
$$;
