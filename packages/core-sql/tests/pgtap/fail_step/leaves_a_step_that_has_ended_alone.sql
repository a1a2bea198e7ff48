begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
select test.complete('a');
select is(pgflow.fail_step(test.run_id(), 'a', '{}'), false, 'completed');
select is(test.summary(), 'started: a completed, b started', 'nothing changed');

select * from finish();
rollback;
