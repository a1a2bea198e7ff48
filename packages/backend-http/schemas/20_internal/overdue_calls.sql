-- The calls whose tasks were not all started in time, as answers.
create function pgflow_http._overdue_calls() returns jsonb
language plpgsql stable
set search_path = '' set enable_seqscan = off
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('call_id', o.call_id,
      'error', 'no worker has started it in time')), '[]')
    from (
      select distinct d.call_id
      from pgflow_http.deliveries as d
      where d.call_id is not null and not d.started and d.visible_at <= pgflow._now()
    ) as o);
end
$$;
