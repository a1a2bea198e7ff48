begin;
select plan(6);

select test.stop_clock('2030-01-01Z');
select test.at_endpoint();
select test.start('[{"slug": "a", "options": {"maxAttempts": 2}}]');
select test.take_calls();
select test.stop_clock('2030-01-01 00:00:59Z');
select is(pgflow_http.retry_stale_step_tasks(), 0, 'not before its time');
select test.stop_clock('2030-01-01 00:01:00Z');
select is(pgflow_http.retry_stale_step_tasks(), 1, 'then');
select is((select visible_at from test.deliveries()), (select visible_at from pgflow.step_tasks),
  'it waits for the delay of its step');
select test.stop_clock('2030-01-01 00:02:00Z');
select test.fails(test.take());
select is((select status from pgflow.runs), 'failed',
  'starts that fail and handlers that fail have the same attempts');
select test.start('[{"slug": "a", "options": {"maxAttempts": 1}}]');
select test.take_calls();
select test.stop_clock('2030-01-01 00:03:00Z');
select pgflow_http.retry_stale_step_tasks();
select is((select error ->> 'message' from pgflow.dead_letters where run_id = test.run_id()),
  'the function did not start the task: no worker has started it in time', 'what gave up is told');
select is(test.depth(), 0, 'nothing is left');

select * from finish();
rollback;
