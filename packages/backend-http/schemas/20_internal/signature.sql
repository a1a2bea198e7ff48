-- The signature header of a body, as a worker checks it:
-- 't=<unix time>,v1=<hmac of "<t>.<body>">'.
-- No statement of it has the secret as a parameter, which a log of statements might show.
create function pgflow_http._signature(secret text, body text) returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_at constant text := floor(extract(epoch from pgflow._now()))::bigint;
begin
  return 't=' || v_at || ',v1=' || encode(
    pgflow_http._hmac_sha256(
      convert_to(secret, 'UTF8'), convert_to(v_at || '.' || body, 'UTF8')),
    'hex');
end
$$;
