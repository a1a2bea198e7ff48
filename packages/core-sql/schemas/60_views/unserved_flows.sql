-- Flow versions with tasks in flight that no living worker would be brought, by the backend that
-- brings them.
create view pgflow.unserved_flows with (security_invoker = true) as
select f.flow_id, f.flow_slug, f.version, d.backend, count(distinct r.run_id) as runs,
  min(s.started_at) as oldest_started_at,
  (select max(w.heartbeat_at) from pgflow.workers as w
    where f.flow_id = any (w.flow_ids) and w.backend = d.backend) as last_served_at
from pgflow.runs as r
join pgflow.flows as f on f.flow_id = r.flow_id
join pgflow.step_states as s on s.run_id = r.run_id
join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
where r.ended_at is null
  and s.status = 'started'
  and s.remaining_tasks > 0
  and not exists (
    select from pgflow.workers as w
    where f.flow_id = any (w.flow_ids)
      and w.backend = d.backend
      and w.ended_at is null
      and w.alive_until > pgflow._now())
group by f.flow_id, d.backend;
