begin;
select plan(3);

select test.start('[{"slug": "a"}]');
select test.complete('a');
select is(pgflow.cancel_run(test.run_id()), false, 'completed');
select test.start('[{"slug": "a"}]');
select is(pgflow.cancel_run(test.run_id()), true, 'started');
select is(pgflow.cancel_run(test.run_id()), false, 'cancelled');

select * from finish();
rollback;
