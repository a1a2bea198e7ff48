begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select throws_ok($$ select pgflow_http.enqueue_step_tasks(array[
  row('no_such', test.run_id(), 0, 1, pgflow._now())::pgflow.queued_task]) $$, '23502', null,
  'and loses no task');
select is(test.depth(), 1, 'nothing is enqueued');

select * from finish();
rollback;
