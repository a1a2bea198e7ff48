-- Says where the function of a flow is, or changes what was said. For the owner.
-- url: of http or https, without a user in it. secret_name: of the secret that signs calls; the
-- secret itself is in Vault, or with the dispatcher.
-- backend: http has the flow's tasks sent there; another one has the worker there woken, when work
-- of that backend waits and no worker lives.
-- timeout_ms: of a call. start_timeout_ms: how long after a call its tasks may stay unstarted
-- before that is a failed attempt; with pg_net, calls wait for each other in its queue. batch_size:
-- tasks of a call at most. max_calls: calls in flight at once, each until its tasks are settled. So
-- batch_size x max_calls tasks are with a function: what may lose an attempt when it is killed.
-- Raises PF113 for a bad value.
create function pgflow_http.set_endpoint(
  flow_slug text,
  url text,
  secret_name text,
  backend text default 'http',
  timeout_ms integer default 30000,
  start_timeout_ms integer default 60000,
  batch_size integer default 20,
  max_calls integer default 10
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_problem constant text := case
    when not coalesce(flow_slug ~ '^[a-z][a-z0-9_]{0,46}$', false) then 'flow_slug: not a slug'
    when not coalesce(backend ~ '^[a-z][a-z0-9_]{0,46}$', false) then 'backend: not a slug'
    when not coalesce(
      url ~ '^https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?([/?][!-~]*)?$'
        and url !~ '#' and length(url) <= 2000
        and coalesce(substring(url from '^https?://[^/?]*:([0-9]+)([/?]|$)')::integer, 80)
          between 1 and 65535, false)
      then 'url: http:// or https://, a host in lower case, no user and no fragment'
    when not coalesce(secret_name ~ '\S', false) then 'secret_name: not empty'
    when not coalesce(timeout_ms between 5000 and 600000, false)
      then 'timeout_ms: from 5000 to 600000'
    when not coalesce(start_timeout_ms between timeout_ms and 3600000, false)
      then 'start_timeout_ms: from timeout_ms to 3600000'
    when not coalesce(batch_size between 1 and 500, false) then 'batch_size: from 1 to 500'
    when not coalesce(max_calls between 1 and 1000, false) then 'max_calls: from 1 to 1000'
  end;
begin
  if v_problem is not null then
    raise exception using errcode = 'PF113',
      message = format('the endpoint of flow "%s" has a bad %s', flow_slug, v_problem);
  end if;
  insert into pgflow_http.endpoints as e
    (flow_slug, backend, url, secret_name, timeout_ms, start_timeout_ms, batch_size, max_calls)
  values (set_endpoint.flow_slug, set_endpoint.backend, set_endpoint.url,
    set_endpoint.secret_name, set_endpoint.timeout_ms, set_endpoint.start_timeout_ms,
    set_endpoint.batch_size, set_endpoint.max_calls)
  on conflict on constraint endpoints_pkey do update
  set url = excluded.url, secret_name = excluded.secret_name, timeout_ms = excluded.timeout_ms,
    start_timeout_ms = excluded.start_timeout_ms, batch_size = excluded.batch_size,
    max_calls = excluded.max_calls, failures = 0, paused_until = '-infinity', last_error = null;
  perform pgflow_http._announce(array(
    select q.queue_id from pgflow_http.queues as q where q.flow_slug = set_endpoint.flow_slug));
end
$$;
