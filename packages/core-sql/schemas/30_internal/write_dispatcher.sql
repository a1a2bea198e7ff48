-- Writes one function (schema_name name, input <input_type>) that runs `statement`, with the schema
-- in the place of its %I, for whichever of the schemas it is called with. A plug-in plans as it
-- likes: what core's entry points turn off is on again.
create function pgflow._write_dispatcher(
  function_name name,
  input_type text,
  result_type text,
  schemas name[],
  statement text
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_branches constant text := (
    select coalesce(string_agg(
      format('  if schema_name = %L then %s; end if;', s, format(statement, s)), e'\n'), '')
    from unnest(schemas) as s);
begin
  execute format(
    'create or replace function pgflow.%I(schema_name name, input %s) returns %s
     language plpgsql volatile
     set search_path = '''' set join_collapse_limit = 8
     set enable_hashjoin = on set enable_seqscan = on as %L',
    function_name, input_type, result_type,
    format(
      e'\nbegin\n%s\n  raise exception ''no plug-in has the schema "%%"'', schema_name;\nend\n',
      v_branches));
  execute format(
    'revoke execute on function pgflow.%I(name, %s) from public', function_name, input_type);
end
$$;
