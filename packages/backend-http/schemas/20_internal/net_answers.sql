-- The answers that pg_net has for calls whose tasks nobody has started; none where there is no
-- pg_net, or its table may not be read.
create function pgflow_http._net_answers() returns jsonb
language plpgsql stable
set search_path = '' set enable_seqscan = off
as $$
declare
  v_answers jsonb;
begin
  if pgflow_http._transport() <> 'pg_net'
    or to_regclass('net._http_response') is null
    or not has_table_privilege('net._http_response', 'select')
  then
    return '[]';
  end if;
  execute $query$
    select jsonb_agg(jsonb_build_object('call_id', r.id, 'status', r.status_code,
      'body', left(r.content, 1000), 'error', r.error_msg,
      'retry_after', (select h.value from jsonb_each_text(r.headers) as h
        where lower(h.key) = 'retry-after' limit 1)))
    from net._http_response as r
    where r.id = any (array(
      select distinct d.call_id from pgflow_http.deliveries as d
      where d.call_id is not null and not d.started))
  $query$ into v_answers;
  return coalesce(v_answers, '[]');
end
$$;
