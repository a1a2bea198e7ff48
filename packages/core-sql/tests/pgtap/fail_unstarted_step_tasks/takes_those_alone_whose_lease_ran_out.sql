begin;
select plan(4);

select test.stop_clock('2030-01-01Z');
select test.start(
  '[{"slug": "a", "type": "each", "options": {"maxAttempts": 1}}, {"slug": "b"}]', '[1, 2]');
select test.take('a', 0);
select test.stop_clock('2030-01-01 00:01:00Z');
select is(test.fail_unstarted('a'), '{failed,failed}', 'the run ends');
select is((test.task('a', 0)).error ->> 'code', 'PF017', 'which its lease had used up');
select is((test.task('a', 1)).error ->> 'code', 'E', 'the other one by its own attempt');
select test.start('[{"slug": "a", "type": "each"}]', '[1, 2]');
select test.take('a', 0);
select test.take('a', 1);
select test.stop_clock('2030-01-01 00:02:00Z');
select is(test.fail_unstarted('a'), '{retry,retry}', 'several, one after the other');

select * from finish();
rollback;
