-- Raises PF202 for what a hook answered, saying what was expected of it and what it gave.
create function pgflow._refuse_answer(schema_name name, hook text, expected text, given text)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using errcode = 'PF202', message = format('%s must give %s, and gave %s',
    pgflow._hook_name(schema_name, hook), expected, given);
end
$$;
