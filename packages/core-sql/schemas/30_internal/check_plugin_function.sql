-- Whether a plug-in has a function of the contract. signature: like "hook(pgflow.ready_step[])";
-- result_type: like "SETOF pgflow.task_definition". Raises PF011 where a required function is
-- missing, and where one exists with other parameters or another result.
create function pgflow._check_plugin_function(
  plugin text,
  schema_name name,
  signature text,
  result_type text,
  required boolean
) returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_name constant text := split_part(signature, '(', 1);
  v_oid constant oid := to_regprocedure(format('%I.%s', schema_name, signature));
  v_found text;
begin
  if v_oid is not null then
    v_found := pg_catalog.pg_get_function_result(v_oid);
    if lower(v_found) = lower(result_type) then
      return true;
    end if;
    v_found := format('it returns %s', v_found);
  else
    select format('there is %s(%s)', v_name, pg_catalog.pg_get_function_identity_arguments(p.oid))
    into v_found
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = schema_name and p.proname = v_name
    limit 1;
    if v_found is null and not required then
      return false;
    end if;
  end if;
  raise exception using errcode = 'PF011',
    message = format(
      '%s needs a function %I.%s returning %s', plugin, schema_name, signature, result_type),
    detail = format('Found: %s.', coalesce(v_found, 'no function of this name')),
    hint = 'The contract is in docs/contracts.md.';
end
$$;
