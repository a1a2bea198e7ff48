begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
select pgflow.cancel_run(test.run_id());
select pgflow.retry_run(test.run_id());
select is(test.summary(), 'started: a started, b created', 'as it was');
select is(test.complete('a'), 'completed', 'its task is delivered');

select * from finish();
rollback;
