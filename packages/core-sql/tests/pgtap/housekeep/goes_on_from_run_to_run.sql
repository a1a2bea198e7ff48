begin;
select plan(4);

select test.stop_clock('2030-01-01Z');
select test.define('[{"slug": "a"}]', true);
create temp table started as
  select * from pgflow.start_flows('flow_a', array_fill('{}'::jsonb, array[1001]));
delete from pgflow_memo.deliveries;
update pgflow.housekeeping set unserved_for = '1 year';
select test.stop_clock('2030-01-01 01:00:00Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '1000', 'so many at once');
select test.stop_clock('2030-01-01 02:00:00Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '1', 'then the rest');
delete from pgflow_memo.deliveries;
select test.stop_clock('2030-01-01 03:00:00Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '1000', 'and again from the start');
select is((select count(*)::int from pgflow_memo.deliveries), 1000, 'each with one delivery');

select * from finish();
rollback;
