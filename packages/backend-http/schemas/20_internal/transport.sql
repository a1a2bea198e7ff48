-- What makes the calls: pg_net or dispatcher.
create function pgflow_http._transport() returns text
language sql stable
set search_path = ''
as $$
  select case
    when s.transport <> 'auto' then s.transport
    when to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') is null
      then 'dispatcher'
    else 'pg_net'
  end
  from pgflow_http.settings as s
$$;
