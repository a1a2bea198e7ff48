begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select is((pgflow_http.complete_step_task(test.take() || '{"output": 1}')).outcome, 'completed',
  'the answer');
select is(test.depth(), 0, 'the delivery is gone');

select * from finish();
rollback;
