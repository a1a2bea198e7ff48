-- A secret by its name, from Vault. Raises PF112 where it is not there. Nothing stores or tells it.
create function pgflow_http._secret(secret_name text) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_secret text;
begin
  if to_regclass('vault.decrypted_secrets') is not null then
    execute 'select s.decrypted_secret from vault.decrypted_secrets as s where s.name = $1'
    into v_secret using secret_name;
  end if;
  if v_secret is null then
    raise exception using errcode = 'PF112',
      message = format('there is no secret "%s" in Vault', secret_name),
      hint = 'vault.create_secret(secret, name) stores one. Without Vault, use the dispatcher.';
  end if;
  return v_secret;
end
$$;
