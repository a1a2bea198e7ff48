-- Flow versions with runs in flight that no worker serves: none was heard of for a minute.
create view pgflow.unserved_flows with (security_invoker = true) as
select f.flow_id, f.flow_slug, f.version, count(*) as runs, min(r.started_at) as oldest_started_at,
  (select max(w.heartbeat_at) from pgflow.workers as w where f.flow_id = any (w.flow_ids))
    as last_served_at
from pgflow.runs as r
join pgflow.flows as f on f.flow_id = r.flow_id
where r.status = 'started'
  and not exists (
    select from pgflow.workers as w
    where f.flow_id = any (w.flow_ids)
      and w.stopped_at is null
      and w.heartbeat_at > pgflow._now() - interval '1 minute')
group by f.flow_id;
