-- Has a function called: a signed POST with the payload as its body. Returns the number of the
-- call. The only function that makes a call, or has one made: pg_net makes it after the commit, the
-- dispatcher signs and makes what stands in calls. Raises PF111 for a URL that no endpoint has, so
-- that data cannot have the database call elsewhere; PF112 where pg_net is to sign, and Vault has
-- not the secret.
create function pgflow_http.call_edgefn(url text, payload jsonb) returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_endpoint pgflow_http.endpoints;
  v_call_id bigint;
begin
  select e.* into v_endpoint
  from pgflow_http.endpoints as e
  where e.url = call_edgefn.url
  -- Flows that share a URL may have a secret and a timeout of their own.
  order by
    case e.backend
      when 'http' then exists (
        select from pgflow_http.queues as q
        where q.queue = payload ->> 'queue' and q.flow_slug = e.flow_slug)
      else coalesce(payload -> 'wake' ? e.flow_slug::text, false)
    end desc,
    e.flow_slug, e.backend
  limit 1;
  if not found then
    raise exception using errcode = 'PF111', message = 'no endpoint has this URL',
      detail = url, hint = 'pgflow_http.set_endpoint says where the function of a flow is.';
  end if;

  if pgflow_http._transport() = 'pg_net' then
    execute 'select net.http_post(url := $1, body := $2, headers := $3,
      timeout_milliseconds := $4)'
    into v_call_id
    using v_endpoint.url, payload, jsonb_build_object(
        'content-type', 'application/json',
        'pgflow-signature', pgflow_http._signature(
          pgflow_http._secret(v_endpoint.secret_name), payload::text)),
      v_endpoint.timeout_ms;
  else
    insert into pgflow_http.calls (url, secret_name, timeout_ms, body)
    values (v_endpoint.url, v_endpoint.secret_name, v_endpoint.timeout_ms, payload::text)
    returning call_id into v_call_id;
  end if;
  return v_call_id;
end
$$;
