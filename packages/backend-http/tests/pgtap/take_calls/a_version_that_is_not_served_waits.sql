begin;
select plan(5);

select test.stop_clock('2030-01-01Z');
select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
create temp table told as
select test.answer(test.take_calls(), '{"status": 409, "body": "{\"code\":\"PF362\"}"}') as of;
select is(test.take_calls(9, of), '[]', 'nothing is sent') from told;
select is((select array_agg(distinct attempt_count) from pgflow.step_tasks), '{0}',
  'no attempt is spent');
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
select is(test.sizes(test.take_calls()), '3', 'another version is');
select test.stop_clock('2030-01-01 00:00:05Z');
select is(test.sizes(test.take_calls(9, test.answer(test.take_calls(),
  '{"status": 409, "body": "{\"code\":\"PF362\"}"}'))), null, 'tried again after 5 seconds');
select is((select max(paused_until) from pgflow_http.queues), '2030-01-01 00:00:15Z',
  'and then after ten');

select * from finish();
rollback;
