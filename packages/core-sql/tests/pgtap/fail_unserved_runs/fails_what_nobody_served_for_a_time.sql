begin;
select plan(7);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a"}]');
select test.stop_clock('2030-01-01 00:59:00Z');
select is(pgflow.fail_unserved_runs('1 hour'), 0, 'not before the time');
select test.stop_clock('2030-01-01 01:00:01Z');
select is(pgflow.fail_unserved_runs('1 hour'), 1, 'after it');
select is(test.summary(), 'failed: a cancelled', 'the run fails');
select is((test.run()).error ->> 'code', 'PF016', 'why');
select is((select count(*)::int from pgflow_memo.deliveries), 0, 'no delivery is left');
select is(pgflow.fail_unserved_runs('1 hour'), 0, 'a second call finds none');
select lives_ok($$ select pgflow.retry_run(test.run_id()) $$, 'it can be retried');

select * from finish();
rollback;
