begin;
select plan(4);

select test.stop_clock('2030-01-01Z');
select isnt(pgflow.housekeep(), null, 'the first time');
select test.stop_clock('2030-01-01 00:00:29Z');
select is(pgflow.housekeep(), null, 'not again at once');
select test.stop_clock('2030-01-01 00:00:30Z');
select isnt(pgflow.housekeep(), null, 'half a minute later');
update pgflow.housekeeping set every = '1 hour';
select test.stop_clock('2030-01-01 00:59:00Z');
select is(pgflow.housekeep(), null, 'or when its settings say');

select * from finish();
rollback;
