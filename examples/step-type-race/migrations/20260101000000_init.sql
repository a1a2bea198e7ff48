-- Functions may call what stands below them.
set check_function_bodies = off;

create schema pgflow_race;
revoke all on schema pgflow_race from public;

-- #region start
-- One task per contestant: an element of the output of the step that the config names in "over".
create function pgflow_race.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, (s.first_index + c.place - 1)::integer, c.contestant,
    null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join lateral jsonb_array_elements(pgflow_race._contestants(s))
    with ordinality as c (contestant, place)
$$;
-- #endregion

-- #region refusal
-- The array that a step goes over. Raises where there is none, or nothing in it: without a task
-- there would be no result to end the step. Only this step fails by it, with PF201.
create function pgflow_race._contestants(step pgflow.ready_step) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_over constant text := step.config ->> 'over';
  v_source constant jsonb := pgflow.source_value(step.run_id, step.flow_id, v_over);
begin
  if jsonb_typeof(v_source) is distinct from 'array' or v_source = '[]' then
    raise exception 'step "%" races over the output of "%", which is not an array with elements',
      step.step_slug, v_over;
  end if;
  return v_source;
end
$$;
-- #endregion

-- #region completion
-- Called whenever tasks have been settled (per_task): the first result completes the step, and core
-- withdraws the rest. It fails when more contestants have failed than may, or all have.
create function pgflow_race.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index,
    case when r.won is not null then 'complete' when f.error is not null then 'fail' else 'wait' end,
    'value', r.won, f.error, null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
  left join pgflow_race._results(steps) as r using (run_id, step_index)
  left join lateral (
    select jsonb_build_object('code', 'too_many_failed', 'message', format(
      'step "%s": %s of %s contestants failed', s.step_slug, r.failed, s.task_count)) as error
    where r.failed > (s.config ->> 'mayFail')::integer or s.remaining_tasks = 0
  ) as f on true
$$;

-- Of each step that has any: the first output, that of the lowest index where several came in one
-- call, and how many tasks have another output in the place of their own, which keep their error.
create function pgflow_race._results(steps pgflow.drained_step[])
returns table (run_id uuid, step_index smallint, won jsonb, failed bigint)
language sql stable
set search_path = ''
as $$
  select r.run_id, r.step_index,
    (array_agg(r.output order by r.task_index) filter (where r.error is null))[1], count(r.error)
  from pgflow.task_results(steps) as r
  where r.status = 'completed'
  group by r.run_id, r.step_index
$$;
-- #endregion

-- #region failure
-- Called with tasks that have used up their attempts: the step goes on without those that may fail.
-- A task without a row here fails its step, with the task's own error.
create function pgflow_race.handle_step_task_failure(tasks pgflow.failed_task[])
returns setof pgflow.task_decision
language sql stable
set search_path = ''
as $$
  select t.run_id, t.step_index, t.task_index, 'continue', 'null'::jsonb, null::jsonb
  from unnest(tasks) as t
  where (t.config ->> 'mayFail')::integer > 0
$$;
-- #endregion

revoke execute on all functions in schema pgflow_race from public;
-- #region register
select pgflow.register_step_type('race', 'pgflow_race', '{"per_task": true}', '1.0');
-- #endregion

reset check_function_bodies;
