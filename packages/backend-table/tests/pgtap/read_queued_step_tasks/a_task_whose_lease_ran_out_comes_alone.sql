begin;
select plan(2);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
select test.take(0);
select is((select array_agg((task_index, redelivered)::text) from test.claim()), '{"(0,t)"}',
  'alone');
select is((select array_agg(task_index order by task_index) from test.claim()), '{1, 2}',
  'its neighbours are visible at once');

select * from finish();
rollback;
