-- Raises again what a hook of a backend raised, under its code, with the names of the backend and
-- of the function. context: where it was raised, whose first line goes into the detail. hint: empty
-- where there was none, as the diagnostics have it; raised again, it would be a line without words.
create function pgflow._raise_named(
  schema_name name,
  hook text,
  error_code text,
  error_message text,
  detail text,
  hint text,
  context text
) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_message constant text := format('%s raised %s: %s', pgflow._hook_name(schema_name, hook),
    error_code, error_message);
  v_detail constant text := concat_ws(e'\n', nullif(detail, ''), split_part(context, e'\n', 1));
begin
  if hint = '' then
    raise exception using errcode = error_code, message = v_message, detail = v_detail;
  end if;
  raise exception using errcode = error_code, message = v_message, detail = v_detail, hint = hint;
end
$$;
