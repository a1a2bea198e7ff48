begin;
select plan(6);

select test.start('[{"slug": "a", "type": "each", "options": {"concurrency": 2}}]', '[1, 2, 3, 4]');
select is(test.deliveries('a'), 2, 'two are with the backend');
select is((test.state('a')).next_task_index, 2, 'the others are not');
select test.complete('a', task_index => 1);
select is(test.deliveries('a'), 2, 'still two');
select is((test.state('a')).next_task_index, 3, 'the next one was handed over, and no more');
select is((select array_agg(d.task_index order by d.task_index) from pgflow_memo.deliveries as d
  where d.run_id = test.run_id()), '{0, 2}', 'it and the one that is not done');
select test.complete('a', task_index => i) from unnest('{0, 2, 3}'::int[]) as i;
select is((test.state('a')).output, '[1, 1, 1, 1]', 'all are done');

select * from finish();
rollback;
