-- Raises PF019 where a plug-in's name belongs to a plug-in in another schema, or its schema to a
-- plug-in with another name. registered: the plug-ins of the same kind, as {name: schema}.
create function pgflow._check_unregistered(
  plugin text,
  name text,
  schema_name name,
  registered jsonb
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_other record;
begin
  select r.key, r.value into v_other
  from jsonb_each_text(registered) as r
  where (r.key = name) <> (r.value = schema_name)
  limit 1;
  if found then
    raise exception using errcode = 'PF019',
      message = format('%s cannot be registered with schema %I', plugin, schema_name),
      detail = format('Found: "%s" is registered with schema %I.', v_other.key, v_other.value),
      hint = 'A plug-in has a name and a schema of its own.';
  end if;
end
$$;
