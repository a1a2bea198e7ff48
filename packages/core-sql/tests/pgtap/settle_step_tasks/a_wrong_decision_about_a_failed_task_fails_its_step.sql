begin;
select plan(4);

create or replace function pgflow_probe.handle_step_task_failure(tasks pgflow.failed_task[])
returns setof pgflow.task_decision language sql as $$
  select t.run_id, t.step_index, t.task_index + (t.config ->> 'off')::integer,
    t.config ->> 'action', '0'::jsonb, null::jsonb
  from unnest(tasks) as t
  cross join generate_series(1, (t.config ->> 'times')::integer)
$$;
create function test.gave(config jsonb) returns text language plpgsql as $$
begin
  perform test.start(jsonb_build_array(jsonb_build_object('slug', 'a', 'type', 'probe',
    'config', '{"off": 0, "action": "continue", "times": 1}' || config)));
  perform test.fail('a');
  return (test.run()).error #>> '{hook_error,code}' || split_part(
    (test.run()).error #>> '{hook_error,message}', 'and gave', 2);
end
$$;
select is(test.gave('{"action": "dance"}'), 'PF202 action ''dance'' for task 0 of step "a"',
  'an unknown action');
select is(test.gave('{"times": 2}'), 'PF202 2 rows for task 0 of step "a"', 'two rows');
select is(test.gave('{"off": 1}'), 'PF202 a row for a task that it was not asked about',
  'another task');
select is(test.gave('{"action": "fail"}'), null, 'to fail is a decision');

select * from finish();
rollback;
