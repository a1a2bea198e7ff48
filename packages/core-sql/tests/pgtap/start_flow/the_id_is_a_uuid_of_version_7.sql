begin;
select plan(1);

select test.define('[{"slug": "a"}]');
select test.stop_clock('2030-01-01 00:00:00.123Z');
select matches(pgflow.start_flow('flow_a')::text,
  '^01b8dac5-b47b-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$', 'milliseconds, version, variant');

select * from finish();
rollback;
