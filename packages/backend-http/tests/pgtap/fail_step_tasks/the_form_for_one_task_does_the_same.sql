begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select is((pgflow_http.fail_step_task(test.take() || '{"error": {"code": "E"}}')).outcome, 'retry',
  'the answer');

select * from finish();
rollback;
