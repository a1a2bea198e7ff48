begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "m", "type": "map", "after": ["a"],
  "config": {"over": "a"}}]');
select test.work('[1, null, "x", [2], {"y": 3}]');
select is(
  (select jsonb_agg(input order by task_index) from test.claim()),
  '[1, null, "x", [2], {"y": 3}]', 'with the element as its input, in order');
select is((select max(pg_column_size(input)) < 40 from pgflow.step_tasks), true,
  'no task carries the array');

select * from finish();
rollback;
