-- Finds what was sent and did not arrive: tasks that no worker has started in time, or whose call
-- pg_net knows to have failed, have failed an attempt; tasks whose lease ran out wait to be sent
-- again. Returns how many there were. Called by dispatch and by the dispatcher.
-- security definer: the dispatcher's role has no right on core or on the outbox.
create function pgflow_http.retry_stale_step_tasks() returns integer
language sql volatile security definer
set search_path = ''
as $$
  select pgflow_http._end_calls(pgflow_http._net_answers() || pgflow_http._overdue_calls())
    + pgflow_http._requeue_lapsed()
$$;
