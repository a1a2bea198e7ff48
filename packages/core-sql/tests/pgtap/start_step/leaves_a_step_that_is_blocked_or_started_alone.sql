begin;
select plan(4);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
select is(pgflow.start_step(test.run_id(), 'a'), false, 'started');
select is(pgflow.start_step(test.run_id(), 'b'), false, 'blocked');
select pgflow.cancel_run(test.run_id());
select is(pgflow.start_step(test.run_id(), 'b'), false, 'cancelled');
select is((select count(*)::int from pgflow.step_tasks), 1, 'no task was made');

select * from finish();
rollback;
