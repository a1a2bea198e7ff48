-- Tasks that used up their attempts, newest first by failed_at.
create view pgflow.dead_letters with (security_invoker = true) as
select t.run_id, f.flow_slug, f.version, s.step_slug, t.task_index, t.attempt_count, t.error,
  t.failed_at
from pgflow.step_tasks as t
join pgflow.flows as f on f.flow_id = t.flow_id
join pgflow.steps as s on s.flow_id = t.flow_id and s.step_index = t.step_index
where t.failed_at is not null;
