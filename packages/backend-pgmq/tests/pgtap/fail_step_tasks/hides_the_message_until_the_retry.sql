begin;
select plan(3);

select test.start('[{"slug": "a", "options": {"baseDelayMs": 60000, "maxDelayMs": 60000}}]');
select is(test.fails(test.take()), 'retry', 'the answer');
select is((select m.vt >= t.visible_at from test.messages() as m, pgflow.step_tasks as t), true,
  'never before its time');
select ok((select vt - clock_timestamp() from test.messages()) between '29 s' and '61 s',
  'between half and the whole of the delay');

select * from finish();
rollback;
