begin;
select plan(1);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 5}}]');
select is((select array_agg(task_index order by ctid) from pgflow_http.deliveries),
  '{0, 1, 2, 3, 4}', 'of a map');

select * from finish();
rollback;
