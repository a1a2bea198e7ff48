/**
 * The step types `scripted` and `scripted_each` (the same with the capability per_task), which do what
 * a step's config and its run's input, laid over it, say. They give backends steps of any shape, and
 * reach every hook and every decision of the contract:
 * - tasks (1), delay_ms: tasks to make, each with the input {"n": index}; gap: leave index 0 out
 * - pages: further times that as many tasks are made ("continue")
 * - wait: drained, it waits to be completed from outside
 * - race: the first output is the step's (needs per_task)
 * - fail: drained, it fails with this error
 * - wrap: workers see {"wrapped": input, "attempt": n}
 * - replace: output in the place of the one that a failed task lacks
 * - raise: {"hook", "errcode"}: that hook raises
 * `pgflow_scripted.calls` has a row per call of a hook, with the number of steps or tasks it got.
 */
export const scriptedSql = `
create schema pgflow_scripted;
revoke all on schema pgflow_scripted from public;

create table pgflow_scripted.calls (
  call_id bigint primary key generated always as identity,
  hook text not null,
  size integer not null
);
alter table pgflow_scripted.calls enable row level security;

create function pgflow_scripted._script(run_id uuid, flow_id integer, config jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select config || case jsonb_typeof(s.value) when 'object' then s.value else '{}' end
  from (select pgflow.source_value(_script.run_id, _script.flow_id, null) as value) as s
$$;

create function pgflow_scripted._enter(hook text, scripts jsonb[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_script jsonb;
begin
  insert into pgflow_scripted.calls (hook, size) values (_enter.hook, cardinality(scripts));
  foreach v_script in array scripts loop
    if v_script #>> '{raise,hook}' = _enter.hook then
      raise exception using errcode = v_script #>> '{raise,errcode}', message = 'as scripted';
    end if;
  end loop;
end
$$;

create function pgflow_scripted._tasks(
  run_id uuid, step_index smallint, first_index integer, script jsonb
) returns setof pgflow.task_definition
language sql volatile
set search_path = ''
as $$
  select _tasks.run_id, _tasks.step_index, i, jsonb_build_object('n', i),
    pgflow._now() + make_interval(secs => (script ->> 'delay_ms')::integer / 1000.0), null::jsonb
  from generate_series(
    first_index + coalesce((script ->> 'gap')::integer, 0),
    first_index + coalesce((script ->> 'tasks')::integer, 1) - 1) as i
$$;

create function pgflow_scripted.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pgflow_scripted._enter('handle_step_start', array(
    select pgflow_scripted._script(s.run_id, s.flow_id, s.config) from unnest(steps) as s));
  return query
    select t.*
    from unnest(steps) as s
    cross join lateral pgflow_scripted._tasks(s.run_id, s.step_index, s.first_index,
      pgflow_scripted._script(s.run_id, s.flow_id, s.config)) as t;
end
$$;

create function pgflow_scripted.handle_step_task_start(tasks pgflow.started_task[])
returns setof pgflow.task_input
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pgflow_scripted._enter('handle_step_task_start', array(
    select pgflow_scripted._script(t.run_id, t.flow_id, t.config) from unnest(tasks) as t));
  return query
    select t.run_id, t.step_index, t.task_index,
      jsonb_build_object('wrapped', t.input, 'attempt', t.attempt), null::jsonb
    from unnest(tasks) as t
    where pgflow_scripted._script(t.run_id, t.flow_id, t.config) ? 'wrap';
end
$$;

create function pgflow_scripted._action(step pgflow.drained_step, script jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select case
    when script ? 'race' then 'complete'
    when step.remaining_tasks > 0 or script ? 'wait' then 'wait'
    when script ? 'fail' then 'fail'
    when step.task_count < coalesce((script ->> 'tasks')::integer, 1)
      * (1 + coalesce((script ->> 'pages')::integer, 0)) then 'continue'
    else 'complete'
  end
$$;

create function pgflow_scripted._decide(step pgflow.drained_step, script jsonb)
returns pgflow.step_decision
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decision pgflow.step_decision;
begin
  v_decision.run_id := step.run_id;
  v_decision.step_index := step.step_index;
  v_decision.action := pgflow_scripted._action(step, script);
  v_decision.output_from := case when script ? 'race' then 'value' else 'tasks' end;
  v_decision.error := script -> 'fail';
  if script ? 'race' then
    select r.output into v_decision.output
    from pgflow.task_results(array[step]) as r where r.task_index = step.settled_tasks[1];
  elsif v_decision.action = 'continue' then
    v_decision.tasks := array(select t from pgflow_scripted._tasks(
      step.run_id, step.step_index, step.task_count, script) as t);
  end if;
  return v_decision;
end
$$;

create function pgflow_scripted.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pgflow_scripted._enter('handle_step_task_completion', array(
    select pgflow_scripted._script(s.run_id, s.flow_id, s.config) from unnest(steps) as s));
  return query
    select d.*
    from unnest(steps) as s
    cross join lateral pgflow_scripted._decide(
      s, pgflow_scripted._script(s.run_id, s.flow_id, s.config)) as d;
end
$$;

create function pgflow_scripted.handle_step_task_failure(tasks pgflow.failed_task[])
returns setof pgflow.task_decision
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pgflow_scripted._enter('handle_step_task_failure', array(
    select pgflow_scripted._script(t.run_id, t.flow_id, t.config) from unnest(tasks) as t));
  return query
    select t.run_id, t.step_index, t.task_index, 'continue', s.script -> 'replace', null::jsonb
    from unnest(tasks) as t
    cross join lateral (
      select pgflow_scripted._script(t.run_id, t.flow_id, t.config)) as s (script)
    where s.script ? 'replace';
end
$$;

create schema pgflow_scripted_each;
revoke all on schema pgflow_scripted_each from public;

create function pgflow_scripted_each.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql volatile set search_path = ''
as $$ select t.* from pgflow_scripted.handle_step_start(steps) as t $$;

create function pgflow_scripted_each.handle_step_task_start(tasks pgflow.started_task[])
returns setof pgflow.task_input
language sql volatile set search_path = ''
as $$ select t.* from pgflow_scripted.handle_step_task_start(tasks) as t $$;

create function pgflow_scripted_each.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql volatile set search_path = ''
as $$ select d.* from pgflow_scripted.handle_step_task_completion(steps) as d $$;

create function pgflow_scripted_each.handle_step_task_failure(tasks pgflow.failed_task[])
returns setof pgflow.task_decision
language sql volatile set search_path = ''
as $$ select d.* from pgflow_scripted.handle_step_task_failure(tasks) as d $$;

revoke execute on all functions in schema pgflow_scripted, pgflow_scripted_each from public;
select pgflow.register_step_type('scripted', 'pgflow_scripted', '{}');
select pgflow.register_step_type(
  'scripted_each', 'pgflow_scripted_each', '{"per_task": true}');
`;
