-- The signature header of a body, as a worker checks it:
-- 't=<unix time>,v1=<hmac of "<t>.<body>">'.
create function pgflow_http._signature(secret text, body text) returns text
language sql volatile
set search_path = ''
as $$
  select format('t=%s,v1=%s', n.at, encode(pgflow_http._hmac_sha256(
    convert_to(secret, 'UTF8'), convert_to(n.at || '.' || body, 'UTF8')), 'hex'))
  from (select floor(extract(epoch from pgflow._now()))::bigint as at) as n
$$;
