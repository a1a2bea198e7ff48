begin;
select plan(6);

select test.stop_clock('2030-01-01Z');
select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select is(test.take_calls(9, test.answer(test.take_calls(),
  '{"status": 429, "retry_after": "20"}')), '[]', 'nothing is sent');
select is((select array_agg(distinct attempt_count) from pgflow.step_tasks), '{0}',
  'no attempt is spent');
select test.stop_clock('2030-01-01 00:00:19Z');
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 1}}]');
select is(test.take_calls(), '[]', 'of none of its tasks, until then');
select test.stop_clock('2030-01-01 00:00:20Z');
select is(test.sizes(test.take_calls()), '1 2', 'then all are');
select is((pgflow_http._read_answer(503, null, '7', null)).wait_seconds, 7, 'so with 503');
select is((pgflow_http._read_answer(503, null, null, null)).outcome, 'failed',
  'which has to say so');

select * from finish();
rollback;
