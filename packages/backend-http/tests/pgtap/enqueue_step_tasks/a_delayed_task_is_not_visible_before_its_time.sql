begin;
select plan(2);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 1, "delay": 60}}]');
select is((select visible_at from test.deliveries()), (select visible_at from pgflow.step_tasks),
  'to the microsecond');
select is((select count(*)::int from test.claim()), 0, 'no claim');

select * from finish();
rollback;
