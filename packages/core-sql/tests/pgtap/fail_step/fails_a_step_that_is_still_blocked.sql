begin;
select plan(3);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
select is(pgflow.fail_step(test.run_id(), 'b', null), true, 'it did');
select is(test.summary(), 'failed: a cancelled, b failed', 'the run ends');
select is((test.state('b')).error, '{"message": "no reason was given"}', 'without a reason');

select * from finish();
rollback;
