begin;
select plan(6);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a", "options": {"maxAttempts": 2}}]');
select is(test.fail_unstarted('a'), '{retry}', 'it is tried again');
select is((test.task('a')).attempt_count, 1, 'which was an attempt');
select is((test.task('a')).error ->> 'code', 'E', 'the error says what happened');
select ok((test.task('a')).visible_at > '2030-01-01Z', 'after the delay of the step');
select test.stop_clock('2030-01-01 01:00:00Z');
select is(test.fail_unstarted('a'), '{failed}', 'the last attempt');
select is(test.summary(), 'failed: a failed', 'ends the run');

select * from finish();
rollback;
