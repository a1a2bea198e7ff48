-- The unserved flow versions that have work to do now, and not only later: a worker of such a one
-- would not start in vain.
create view pgflow.waiting_flows with (security_invoker = true) as
select u.flow_id, u.flow_slug, u.version, u.backend
from pgflow.unserved_flows as u
where exists (
  select
  from pgflow.runs as r
  join pgflow.step_states as s on s.run_id = r.run_id
  join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
  join pgflow.step_tasks as t on t.run_id = s.run_id and t.step_index = s.step_index
  where r.flow_id = u.flow_id
    and r.ended_at is null
    and s.status = 'started'
    and d.backend = u.backend
    and t.task_index < s.next_task_index
    and t.status in ('queued', 'started')
    and t.visible_at <= pgflow._now());
