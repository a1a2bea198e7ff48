-- The step type my_thing: a task for each number from 1 to config.times, whose input is the number;
-- the outputs of the tasks, in order, are the output of the step.
-- Once released this file never changes: what comes later is the next file in this folder.

-- #region schema
create schema pgflow_my_thing;
revoke all on schema pgflow_my_thing from public;
-- #endregion

-- #region config
-- How often a step runs. What is raised here fails that step alone, with PF201 and this message;
-- the other steps of the batch are not touched.
create function pgflow_my_thing._times(step pgflow.ready_step) returns integer
language plpgsql immutable
set search_path = ''
as $$
declare
  v_times constant text := (step.config -> 'times')::text;
begin
  if v_times ~ '^[0-9]{1,3}$' then
    return v_times;
  end if;
  raise exception 'step "%": times is a whole number from 0 to 999, not %',
    step.step_slug, coalesce(v_times, 'left out');
end
$$;
-- #endregion

-- #region start
-- Called once for all steps of the type that became ready together, and answers a row for each task
-- to make, numbered from first_index on. A step without a row has nothing to do: it is drained.
create function pgflow_my_thing.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, s.first_index + n - 1, to_jsonb(n),
    null::timestamptz, -- visible_at: at once
    null::jsonb -- extra: reserved
  from unnest(steps) as s
  cross join generate_series(1, pgflow_my_thing._times(s)) as n
$$;
-- #endregion

-- #region completion
-- Called once for all steps of the type that have no task outstanding, and answers a row for each.
-- 'tasks' names the outputs of all tasks, in order, so that none of them passes through here.
create function pgflow_my_thing.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index,
    'complete', -- action
    'tasks', -- output_from
    null::jsonb, -- output
    null::jsonb, -- error
    null::pgflow.task_definition[], -- tasks
    null::jsonb -- extra: reserved
  from unnest(steps) as s
$$;
-- #endregion

-- #region register
-- Hooks run with the rights of the schema's owner, so nobody else may call them.
revoke execute on all functions in schema pgflow_my_thing from public;
select pgflow.register_step_type('my_thing', 'pgflow_my_thing', '{}', '1.0');
-- #endregion
