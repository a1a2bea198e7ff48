-- Raises PF012 unless the caller has the rights of the role that owns the schema pgflow: what is
-- registered runs with that role's rights.
create function pgflow._check_owner(action text) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_owner text;
begin
  select pg_catalog.pg_get_userbyid(n.nspowner) into v_owner
  from pg_catalog.pg_namespace as n where n.nspname = 'pgflow';
  if not pg_catalog.pg_has_role(current_user, v_owner, 'usage') then
    raise exception using errcode = 'PF012',
      message = format('only the owner of the schema pgflow may %s', action),
      hint = format('Connect as %I, or as a member of it.', v_owner);
  end if;
end
$$;
