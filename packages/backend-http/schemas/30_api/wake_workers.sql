-- Calls the functions whose workers fetch their tasks, where work waits and no worker lives: each
-- at most once a second, and less often while that wakes nobody. Returns how many were called.
-- Called by dispatch and by the dispatcher.
-- security definer: the dispatcher's role has no right on core or on the outbox.
create function pgflow_http.wake_workers() returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_function record;
  v_error text;
  v_called integer := 0;
begin
  if not exists (select from pgflow_http.endpoints as e where e.backend <> 'http') then
    return 0;
  end if;
  for v_function in
    with asleep as materialized (
      select distinct w.flow_slug, w.backend from pgflow.waiting_flows as w
    ), locked as materialized (
      select e.url, e.flow_slug, e.failures, e.paused_until, a.flow_slug is not null as asleep
      from pgflow_http.endpoints as e
      left join asleep as a on a.flow_slug = e.flow_slug and a.backend = e.backend
      where e.backend <> 'http' and (a.flow_slug is not null or e.failures > 0)
      for no key update of e skip locked
    )
    select l.url, bool_or(l.asleep) as asleep, max(l.failures) as failures,
      array_agg(l.flow_slug) as flows,
      array_agg(distinct l.flow_slug) filter (where l.asleep) as sleepers
    from locked as l
    group by l.url
    having max(l.paused_until) <= v_now
  loop
    v_error := null;
    if v_function.asleep then
      begin
        perform pgflow_http.call_edgefn(
          v_function.url, jsonb_build_object('wake', v_function.sleepers));
        v_called := v_called + 1;
      exception when others then
        v_error := format('%s (%s)', sqlerrm, sqlstate);
      end;
    end if;
    update pgflow_http.endpoints as e
    set failures = case when v_function.asleep then v_function.failures + 1 else 0 end,
      last_error = v_error,
      paused_until = v_now + pgflow_http._pause_after(
        case when v_function.asleep then v_function.failures else 0 end)
    where e.url = v_function.url and e.backend <> 'http'
      and e.flow_slug = any (v_function.flows);
  end loop;
  return v_called;
end
$$;
