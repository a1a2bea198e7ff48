begin;
select plan(3);

select test.start('[{"slug": "a", "type": "each"}, {"slug": "b"}]', '[1, 2]');
select pgflow.complete_step(test.run_id(), 'a', '"enough"');
select test.fail('b');
select pgflow.retry_run(test.run_id());
select is((test.task('a')).status, 'cancelled', 'nobody waits for it');
select is(test.deliveries('a'), 0, 'so it is not delivered');
select is(test.deliveries('b'), 1, 'the failed one is');

select * from finish();
rollback;
