-- A step type that does as its config says:
--   tasks: how many (1); delay: seconds before they are due; gap: their indexes have a hole;
--   raise: SQLSTATE to raise where `in` says: start, completion, task_start or failure;
--   decide: the action at completion (complete, over the tasks); odd: break the contract there;
--   input: what workers see instead of the stored input; instead: the output of a failed task.
create schema pgflow_probe;

create function pgflow_probe._raise(config jsonb, hook text) returns void
language plpgsql as $$
begin
  if config ->> 'in' = hook then
    raise exception using errcode = config ->> 'raise', message = 'the probe raises';
  end if;
end
$$;

create function pgflow_probe.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language plpgsql as $$
begin
  perform pgflow_probe._raise(s.config, 'start') from unnest(steps) as s;
  return query
    select s.run_id, s.step_index,
      s.first_index + i + case when s.config ? 'gap' and i > 0 then 1 else 0 end, to_jsonb(i),
      pgflow._now() + make_interval(secs => (s.config ->> 'delay')::integer), null::jsonb
    from unnest(steps) as s
    cross join generate_series(0, coalesce((s.config ->> 'tasks')::integer, 1) - 1) as i;
end
$$;

create function pgflow_probe._decision(step pgflow.drained_step) returns pgflow.step_decision
language sql as $$
  select row(step.run_id, step.step_index,
    case when step.task_count >= coalesce((step.config ->> 'until')::integer, 0)
      then coalesce(step.config ->> 'finally', step.config ->> 'decide', 'complete')
      else 'continue' end,
    coalesce(step.config ->> 'output_from', 'tasks'), null,
    step.config -> 'error',
    case when step.config ? 'until' then array[row(step.run_id, step.step_index,
      step.task_count + case when step.config ? 'gap' then 1 else 0 end,
      to_jsonb(step.task_count), null, null)::pgflow.task_definition] end,
    null)::pgflow.step_decision
$$;

create function pgflow_probe.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language plpgsql as $$
begin
  perform pgflow_probe._raise(s.config, 'completion') from unnest(steps) as s;
  return query
    select d.* from unnest(steps) as s
    cross join lateral pgflow_probe._decision(s) as d
    cross join generate_series(1, case s.config ->> 'odd' when 'none' then 0 when 'two' then 2
      else 1 end);
end
$$;

create function pgflow_probe.handle_step_task_start(tasks pgflow.started_task[])
returns setof pgflow.task_input language plpgsql as $$
begin
  perform pgflow_probe._raise(t.config, 'task_start') from unnest(tasks) as t;
  return query
    select t.run_id, t.step_index, t.task_index, t.config -> 'input', null::jsonb
    from unnest(tasks) as t where t.config ? 'input';
end
$$;

create function pgflow_probe.handle_step_task_failure(tasks pgflow.failed_task[])
returns setof pgflow.task_decision language plpgsql as $$
begin
  perform pgflow_probe._raise(t.config, 'failure') from unnest(tasks) as t;
  return query
    select t.run_id, t.step_index, t.task_index, 'continue', t.config -> 'instead', null::jsonb
    from unnest(tasks) as t where t.config ? 'instead';
end
$$;

select pgflow.register_step_type('probe', 'pgflow_probe');

-- A race, and the capability per_task: the first result is the output of the step.
create schema pgflow_first;

create function pgflow_first.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql as $$
  select * from pgflow_probe.handle_step_start(steps)
$$;

create function pgflow_first.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql stable as $$
  select s.run_id, s.step_index, 'complete', 'value', (
      select r.output from pgflow.task_results(array[s]) as r
      where r.task_index = s.settled_tasks[1]),
    null::jsonb, null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

select pgflow.register_step_type('first', 'pgflow_first', '{"per_task": true}');
