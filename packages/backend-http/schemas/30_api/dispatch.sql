-- All that has to be done now and then where pg_net makes the calls: what is stale is retried, what
-- has become due is sent, who sleeps is woken. For a schedule (schedule_dispatch). Returns the
-- number of calls made; none where the dispatcher does it all.
create function pgflow_http.dispatch() returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  if pgflow_http._transport() <> 'pg_net' then
    return 0;
  end if;
  perform pgflow_http.retry_stale_step_tasks();
  return pgflow_http._send(null, 1000) + pgflow_http.wake_workers();
end
$$;
