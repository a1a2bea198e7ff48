-- The dispatcher's loop in one round trip: ends the calls that were answered, and takes up to
-- `quantity` calls to make. answers: [{call_id, status, body, retry_after, error}]; status null
-- without an answer, and then `error` says why. Returns {"calls": [{call_id, url, secret_name,
-- timeout_ms, body}], "next_ms": when to come again}.
-- A call that was taken is not offered again: one that gets lost is an attempt that failed, when
-- its tasks are not started in time. Raises PF114 where pg_net makes the calls.
-- security definer: the dispatcher's role has no right on core or on the outbox.
create function pgflow_http.take_calls(answers jsonb, quantity integer) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_calls json;
begin
  if pgflow_http._transport() <> 'dispatcher' then
    raise exception using errcode = 'PF114',
      message = 'pg_net makes the calls in this database',
      hint = 'To use the dispatcher: update pgflow_http.settings set transport = ''dispatcher''.';
  end if;
  perform pgflow_http._end_calls(answers);
  if quantity > 0 then
    perform pgflow_http._send(null, quantity);
    with taken as (
      delete from pgflow_http.calls as c
      where c.call_id = any (array(
        select u.call_id from pgflow_http.calls as u
        order by u.call_id desc
        limit quantity
        for update skip locked))
      returning c.*
    )
    select json_agg(t order by t.call_id desc) into v_calls from taken as t;
  end if;
  return json_build_object(
    'calls', coalesce(v_calls, '[]'), 'next_ms', pgflow_http._next_look());
end
$$;
