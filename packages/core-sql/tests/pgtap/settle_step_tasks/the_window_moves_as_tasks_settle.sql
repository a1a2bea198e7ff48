begin;
select plan(6);

select test.start('[{"slug": "a", "type": "each", "options": {"concurrency": 2}}]', '[1, 2, 3, 4]');
select is(test.deliveries('a'), 2, 'two are with the backend');
select is((test.task('a', 2)).status, 'created', 'the others are not');
select test.complete('a', task_index => 1);
select is(test.deliveries('a'), 2, 'still two');
select is((test.task('a', 2)).status, 'queued', 'the next one was handed over');
select is((test.task('a', 3)).status, 'created', 'and no more');
select test.complete('a', task_index => i) from unnest('{0, 2, 3}'::int[]) as i;
select is((test.state('a')).output, '[1, 1, 1, 1]', 'all are done');

select * from finish();
rollback;
