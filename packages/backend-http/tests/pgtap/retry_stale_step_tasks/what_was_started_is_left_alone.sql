begin;
select plan(2);

select test.stop_clock('2030-01-01Z');
select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
select test.take_calls();
select pgflow_http.start_step_task(test.worker_id(), test.delivery(0), 300);
select test.completes(to_jsonb(c))
from pgflow_http.start_step_task(test.worker_id(), test.delivery(1), 300) as c;
select test.stop_clock('2030-01-01 00:01:00Z');
select is(pgflow_http.retry_stale_step_tasks(), 1, 'the third one alone has not arrived');
select is((select array_agg((status, attempt_count)::text order by task_index)
  from pgflow.step_tasks), '{"(started,1)","(completed,1)","(queued,1)"}', 'the others go on');

select * from finish();
rollback;
