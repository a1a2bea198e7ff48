begin;
select plan(3);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select pgflow_http.enqueue_step_tasks(array[
  test.queued(0, '2100-01-01Z'), test.queued(0, '2100-01-01Z'), test.queued(2)]);
select is(test.depth(), 3, 'however often it is enqueued');
select is((select array_agg(task_index order by task_index) from test.deliveries()
  where visible_at < '2100-01-01Z'), '{1, 2}', 'others are not touched');
select is((select array_agg(task_index) from test.deliveries() where visible_at = '2100-01-01Z'),
  '{0}', 'it waits until then');

select * from finish();
rollback;
