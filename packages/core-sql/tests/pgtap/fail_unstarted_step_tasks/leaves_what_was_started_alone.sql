begin;
select plan(5);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a", "type": "each"}]', '[1, 2, 3]');
select test.complete('a', task_index => 0);
select test.take('a', 1);
select is(test.fail_unstarted('a'), '{gone,hidden,retry}', 'only what nobody had started fails');
select is((test.task('a', 0)).status, 'completed', 'a settled task stays so');
select is((test.task('a', 1)).status, 'started', 'one in other hands, too');
select is(test.fail_unstarted('a'), '{gone,hidden,hidden}', 'a retry is not due');
select is((test.task('a', 2)).attempt_count, 1, 'and has not failed twice');

select * from finish();
rollback;
