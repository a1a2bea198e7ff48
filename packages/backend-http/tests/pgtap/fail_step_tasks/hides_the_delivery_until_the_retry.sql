begin;
select plan(3);

select test.start('[{"slug": "a", "options": {"baseDelayMs": 60000, "maxDelayMs": 60000}}]');
select is(test.fails(test.take()), 'retry', 'the answer');
select is((select visible_at from test.deliveries()), (select visible_at from pgflow.step_tasks),
  'to the microsecond');
select ok((select visible_at - clock_timestamp() from test.deliveries()) between '29 s' and '61 s',
  'between half and the whole of the delay');

select * from finish();
rollback;
