begin;
select plan(3);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
create temp table first as select min(visible_at) as at from test.deliveries();
select test.take();
select is(oldest, at, 'the first claim looks') from pgflow_table.queues, first;
update pgflow_table.deliveries set due_at = '2026-01-01Z', visible_at = '2026-01-01Z'
  where task_index = 2;
select test.take();
select is(oldest, at, 'the next one does not') from pgflow_table.queues, first;
update pgflow_table.queues set looked_at = looked_at - interval '1 second';
select test.take();
select is(oldest, '2026-01-01Z', 'a second later one does') from pgflow_table.queues;

select * from finish();
rollback;
