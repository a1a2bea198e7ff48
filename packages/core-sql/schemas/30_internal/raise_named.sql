-- Raises again what a hook of a backend raised, under its code, with the names of the backend and
-- of the function. context: where it was raised, whose first line goes into the detail.
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
begin
  raise exception using errcode = error_code,
    message = format('%s raised %s: %s', pgflow._hook_name(schema_name, hook), error_code,
      error_message),
    detail = concat_ws(e'\n', nullif(detail, ''), split_part(context, e'\n', 1)),
    hint = hint;
end
$$;
