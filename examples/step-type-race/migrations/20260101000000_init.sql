-- Functions may call what stands below them.
set check_function_bodies = off;

create schema pgflow_race;
comment on schema pgflow_race is
  'The step type race: one task per element of an array; the first result is the output.';
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
-- Called whenever tasks have been settled (per_task), so with the others still outstanding: the
-- first result completes the step, and core withdraws the rest. Of results that come in one call
-- the one with the lowest index wins.
create function pgflow_race.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, case when w.output is null then 'wait' else 'complete' end,
    'value', w.output, null::jsonb, null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
  left join (
    select distinct on (r.run_id, r.step_index) r.run_id, r.step_index, r.output
    from pgflow.task_results(steps) as r
    where r.status = 'completed'
    order by r.run_id, r.step_index, r.task_index
  ) as w using (run_id, step_index)
$$;
-- #endregion

revoke execute on all functions in schema pgflow_race from public;
-- #region register
select pgflow.register_step_type('race', 'pgflow_race', '{"per_task": true}', '1.0');
-- #endregion

reset check_function_bodies;
