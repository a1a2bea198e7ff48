-- Whether a plug-in has a function of the contract. signature: like "hook(pgflow.ready_step[])";
-- result_type: like "SETOF pgflow.task_definition". Raises PF011 where a required function is
-- missing, and where one exists with other parameters or another result.
-- kind: "step type" or "worker backend".
create function pgflow._check_plugin_function(
  kind text,
  name text,
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
    v_found := coalesce('it returns ' || nullif(v_found, ''), 'it is a procedure');
  else
    select string_agg(
      format('there is %s(%s)', v_name, pg_catalog.pg_get_function_identity_arguments(p.oid)),
      ', and ' order by p.oid)
    into v_found
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = schema_name and p.proname = v_name;
    if v_found is null and not required then
      return false;
    end if;
  end if;
  perform pgflow._refuse_plugin('PF011', kind, name,
    format('its function %I.%I %s', schema_name, v_name,
      case when v_found is null then 'is missing' else 'has another signature' end),
    format('%I.%s returning %s', schema_name, signature, result_type),
    coalesce(v_found, 'no function of this name'),
    'The contract is in docs/contracts.md.');
  return false;
end
$$;
