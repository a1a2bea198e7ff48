-- What must hold between any two transactions, recounted from the tables: "" or what is broken.
create function test.broken() returns text language sql stable as $$
  with step as (
    select ss.*, r.status as run_status, d.step_slug, d.task_window,
      (select count(*) from unnest(d.dep_indexes) as p (dep_index)
        join pgflow.step_states as o on o.run_id = ss.run_id and o.step_index = p.dep_index
        where o.status <> 'completed') as open_deps,
      (select count(*) from pgflow.step_tasks as t
        where t.run_id = ss.run_id and t.step_index = ss.step_index) as tasks,
      (select count(*) from pgflow.step_tasks as t
        where t.run_id = ss.run_id and t.step_index = ss.step_index
          and t.status <> 'completed') as open_tasks,
      (select count(*) from pgflow.step_tasks as t
        where t.run_id = ss.run_id and t.step_index = ss.step_index
          and t.task_index < ss.next_task_index
          and t.status in ('queued', 'started')) as handed_over,
      (select count(*) from pgflow.step_tasks as t
        where t.run_id = ss.run_id and t.step_index = ss.step_index
          and t.status in ('queued', 'started')) as outstanding
    from pgflow.runs as r
    join pgflow.step_states as ss using (run_id)
    join pgflow.steps as d on d.flow_id = ss.flow_id and d.step_index = ss.step_index
  ), law (name, run_id, what) as (
    select 'the run counts its open steps', r.run_id, r.status::text
    from pgflow.runs as r
    where r.remaining_steps <> (select count(*) from step as s
      where s.run_id = r.run_id and s.status <> 'completed')
    union all
    select 'a step counts its open dependencies', s.run_id, s.step_slug from step as s
    where s.status in ('created', 'started', 'completed') and s.remaining_deps <> s.open_deps
    union all
    select 'a step that waits for nothing is started', s.run_id, s.step_slug from step as s
    where s.run_status = 'started' and s.open_deps = 0 and s.status = 'created'
    union all
    select 'a step counts its tasks', s.run_id, s.step_slug from step as s
    where s.task_count <> s.tasks or (s.status = 'started' and s.remaining_tasks <> s.open_tasks)
    union all
    select 'a started step has tasks with the backend', s.run_id, s.step_slug from step as s
    where s.status = 'started' and s.open_tasks > 0 and s.handed_over = 0
    union all
    select 'a window is kept', s.run_id, s.step_slug from step as s
    where s.handed_over > s.task_window
    union all
    select 'an ended run has nothing open', s.run_id, s.step_slug from step as s
    where s.run_status <> 'started'
      and (s.status in ('created', 'started') or s.outstanding > 0)
    union all
    select 'a task beyond next_task_index is not begun', s.run_id, s.step_slug from step as s
    where exists (
      select from pgflow.step_tasks as t
      where t.run_id = s.run_id and t.step_index = s.step_index
        and t.task_index >= s.next_task_index and t.claim_no > 0)
  )
  select coalesce(string_agg(format('%s: %s of %s', name, what, run_id), '; '), '') from law
$$;

-- Tasks with the backend that have not one delivery, and ended ones that have any. Where sessions
-- race, a delivery may outlive its task (what is locked is not withdrawn) until a claim drops it.
create function test.misdelivered() returns bigint language sql stable as $$
  select count(*)
  from pgflow.step_tasks as t
  join pgflow.step_states as s using (run_id, step_index)
  where (t.status in ('queued', 'started') and t.task_index < s.next_task_index)::integer <> (
    select count(*) from pgflow_memo.deliveries as d
    where (d.run_id, d.step_index, d.task_index) = (t.run_id, t.step_index, t.task_index))
$$;
