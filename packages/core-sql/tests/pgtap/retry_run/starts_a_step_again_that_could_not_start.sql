begin;
select plan(2);

create table test.obstacle ();
create or replace function pgflow_each.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql as $$
  select s.run_id, s.step_index, s.first_index, to_jsonb(to_regclass('test.obstacle')::text),
    null::timestamptz, null::jsonb
  from unnest(steps) as s where 1 / (to_regclass('test.obstacle') is null)::int = 1
$$;
select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"], "type": "each"}]');
select test.complete('a');
select is(test.summary(), 'failed: a completed, b failed', 'it could not start');
drop table test.obstacle;
select pgflow.retry_run(test.run_id());
select test.complete('b');
select is(test.summary(), 'completed: a completed, b completed',
  'the step that the failing call completed is counted');

select * from finish();
rollback;
