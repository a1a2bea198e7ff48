-- Raises PF004 where the name of a plug-in is no slug, PF011 where its schema is null or does not
-- exist, and PF019 where its name belongs to a plug-in in another schema, or its schema to one with
-- another name. kind: "step type" or "worker backend"; registered: the plug-ins of this kind, as
-- {name: schema}.
create function pgflow._check_plugin_name(
  kind text,
  name text,
  schema_name name,
  registered jsonb
) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_other record;
begin
  if not pgflow._is_slug(name) then
    perform pgflow._refuse_plugin('PF004', kind, name, 'its name is not a slug',
      '1 to 47 characters, a lower-case letter, then letters, digits and _',
      quote_literal(name), 'Register it under another name.');
  end if;
  if not exists (select from pg_catalog.pg_namespace as n where n.nspname = schema_name) then
    perform pgflow._refuse_plugin('PF011', kind, name,
      coalesce('its schema ' || quote_ident(schema_name) || ' does not exist',
        'its schema_name is null'),
      'a schema with the functions of the contract',
      case when schema_name is not null then 'no schema of this name' end,
      'Create the schema and its functions before you register them.');
  end if;
  select r.key, r.value into v_other
  from jsonb_each_text(registered) as r
  where (r.key = name) <> (r.value = schema_name)
  limit 1;
  if found then
    perform pgflow._refuse_plugin('PF019', kind, name,
      case when v_other.key = name then 'its name is another one''s'
        else format('its schema %I is another one''s', schema_name) end,
      'a name and a schema of its own',
      format('"%s" is registered with schema %I', v_other.key, v_other.value),
      'Register it under another name, with a schema of its own.');
  end if;
end
$$;
