begin;
select plan(2);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a", "type": "each", "options":
  {"concurrency": 1, "baseDelayMs": 3600000, "maxDelayMs": 3600000}}]', '[1, 2]');
create temp table failed as select test.fails(test.take('a'));
delete from pgflow_memo.deliveries;
select test.stop_clock('2030-01-01 00:10:00Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '0', 'neither is overdue');
select test.stop_clock('2030-01-01 02:00:00Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '1', 'the retry is');

select * from finish();
rollback;
