-- What must hold when chaos is over and workers had the time to end what was left: a row for each
-- breach. The laws that hold between any two transactions are those of test.broken().
create function chaos.findings() returns table (kind text, law text, what text)
language sql stable as $$
  with delivery as materialized (
    select * from chaos.deliveries()
  ), outstanding as (
    select t.run_id, t.step_index, t.task_index, d.backend, d.step_slug, t.status
    from pgflow.step_tasks as t
    join pgflow.step_states as s using (run_id, step_index)
    join pgflow.steps as d on d.flow_id = t.flow_id and d.step_index = t.step_index
    where t.status in ('queued', 'started') and t.task_index < s.next_task_index
  )
  select 'lost', 'an outstanding task has a delivery',
    format('%s task %s of step %s of run %s', o.status, o.task_index, o.step_slug, o.run_id)
  from outstanding as o
  where not exists (
    select from delivery as d
    where (d.backend, d.run_id, d.step_index, d.task_index)
      = (o.backend, o.run_id, o.step_index, o.task_index))
  union all
  select 'lost', 'what was completed was committed',
    format('step %s of run %s', s.step_index, s.run_id)
  from pgflow.step_states as s
  where s.status = 'completed' and not exists (
    select from chaos.commits as c
    where (c.run_id, c.step_index) = (s.run_id, s.step_index) and c.task_index is null)
  union all
  select 'doubled', 'a step or task commits once',
    format('%s commits of %s of run %s', count(*),
      case when c.task_index is null then format('step %s', c.step_index)
        else format('task %s of step %s', c.task_index, c.step_index) end, c.run_id)
  from chaos.commits as c
  group by c.run_id, c.step_index, c.task_index
  having count(*) > 1
  union all
  select 'stuck', 'every run ends', format('run %s is started', r.run_id)
  from pgflow.runs as r
  where r.status = 'started'
  union all
  select 'stuck', 'no delivery is left',
    format('%s of a %s task %s of step %s of run %s', d.backend, coalesce(t.status::text, 'missing'),
      d.task_index, d.step_index, d.run_id)
  from delivery as d
  left join pgflow.step_tasks as t using (run_id, step_index, task_index)
  where t.status in ('completed', 'failed', 'cancelled') or t.status is null
  union all
  select 'wrong', 'no dead letter of a backend', format('%s on %s', l.reason, l.queue)
  from pgflow_pgmq.dead_letters as l
  union all
  select 'wrong', 'what always holds', b
  from regexp_split_to_table(test.broken(), '; ') as b
  where b <> ''
$$;
