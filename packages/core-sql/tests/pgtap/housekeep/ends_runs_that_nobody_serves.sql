begin;
select plan(3);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a"}]');
select test.stop_clock('2030-01-01 23:59:00Z');
select is(pgflow.housekeep() -> 'unserved_runs', '0', 'not within a day');
select test.stop_clock('2030-01-02 00:01:00Z');
select is(pgflow.housekeep() -> 'unserved_runs', '1', 'after a day');
select is((test.run()).error ->> 'code', 'PF016', 'with the reason');

select * from finish();
rollback;
