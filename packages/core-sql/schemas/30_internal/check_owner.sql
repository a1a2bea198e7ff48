-- Raises PF012 unless the caller has the rights of the role that owns the schema pgflow: what is
-- registered runs with that role's rights. kind: "step type" or "worker backend".
create function pgflow._check_owner(kind text, name text) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_owner text;
begin
  select pg_catalog.pg_get_userbyid(n.nspowner) into v_owner
  from pg_catalog.pg_namespace as n where n.nspname = 'pgflow';
  if not pg_catalog.pg_has_role(current_user, v_owner, 'usage') then
    perform pgflow._refuse_plugin('PF012', kind, name,
      'only the owner of the schema pgflow may register it',
      format('the role "%s", or a member of it', v_owner), format('the role "%s"', current_user),
      'Connect as the owner.');
  end if;
end
$$;
