begin;
select plan(3);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
update pgflow_table.deliveries set due_at = '2026-01-01Z', visible_at = '2026-01-01Z'
  where task_index = 2;
update pgflow.step_tasks set visible_at = '2026-01-01Z' where task_index = 2;
update pgflow_table.queues set looked_at = pgflow._now(),
  oldest = (select min(visible_at) from test.deliveries() where task_index < 2);
select is((test.take() ->> 'task_index')::int, 0, 'for a second claims begin where one looked');
select is((test.take() ->> 'task_index')::int, 1, 'as long as they find something');
select is((test.take() ->> 'task_index')::int, 2, 'then one looks again');

select * from finish();
rollback;
