-- HMAC-SHA-256 (RFC 2104): Postgres has the hash alone.
create function pgflow_http._hmac_sha256(key bytea, message bytea) returns bytea
language plpgsql immutable
set search_path = ''
as $$
declare
  v_key constant bytea := case when length(key) > 64 then sha256(key) else key end;
  v_inner bytea := v_key || decode(repeat('00', 64 - length(v_key)), 'hex');
  v_outer bytea := v_inner;
begin
  for i in 0..63 loop
    v_outer := set_byte(v_outer, i, get_byte(v_inner, i) # 92);
    v_inner := set_byte(v_inner, i, get_byte(v_inner, i) # 54);
  end loop;
  return sha256(v_outer || sha256(v_inner || message));
end
$$;
