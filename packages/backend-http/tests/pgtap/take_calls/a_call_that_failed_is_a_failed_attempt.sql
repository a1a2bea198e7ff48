begin;
select plan(5);

select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
create temp table got as select test.take_calls() as calls;
select pgflow_http.start_step_task(test.worker_id(), test.delivery(1), 30);
select is(test.take_calls(9, test.answer(calls, '{"status": 500}')), '[]', 'the endpoint pauses')
from got;
select is(array_agg(t.error ->> 'message' order by task_index),
  array['the function did not start the task: it answered 500', null], 'the error tells why')
from pgflow.step_tasks as t;
select is(array_agg((t.status, t.attempt_count)::text order by task_index),
  '{"(queued,1)","(started,1)"}', 'of what was not started before')
from pgflow.step_tasks as t;
select is(test.outbox(), 'waiting 1, sent 0, started 1', 'it waits for its next attempt');
select is((select (failures, last_error)::text from pgflow_http.endpoints),
  '(1,"it answered 500")', 'people can see it');

select * from finish();
rollback;
