begin;
select plan(5);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}, {"slug": "c", "after": ["b"]}]');
select test.complete('a');
select test.fail('b');
select pgflow.retry_run(test.run_id());
select is(test.summary(), 'started: a completed, b started, c created', 'what was done stays');
select is((test.task('b')).attempt_count, 0, 'with fresh attempts');
select is((test.run()).error, null, 'and no error');
select is(test.deliveries('b'), 1, 'delivered again');
select test.complete('b');
select test.complete('c');
select is(test.summary(), 'completed: a completed, b completed, c completed', 'and it ends');

select * from finish();
rollback;
