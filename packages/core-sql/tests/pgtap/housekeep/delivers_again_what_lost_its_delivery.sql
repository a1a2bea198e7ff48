begin;
select plan(9);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c"}]');
create temp table claim as select test.take('b') as b, test.take('c') as c;
delete from pgflow_memo.deliveries where step_index < 2;
select test.stop_clock('2030-01-01 00:00:59Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '0', 'not at once');
select test.stop_clock('2030-01-01 00:01:31Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '2', 'a minute after they were due');
select is(test.deliveries('a'), 1, 'one that nobody had');
select is(test.deliveries('b'), 1, 'one whose lease ran out');
select is(test.deliveries('c'), 1, 'none that is there');
select test.stop_clock('2030-01-01 00:03:00Z');
select is(pgflow.housekeep() -> 'redelivered_tasks', '0', 'what is there is left alone');
select is(test.complete('a'), 'completed', 'so it is done');
select is(test.complete('b'), 'completed', 'and so is the other');
select is((test.task('b')).attempt_count, 2, 'in a further attempt');

select * from finish();
rollback;
