begin;
select plan(3);

select test.stop_clock('2030-01-01Z');
select test.at_endpoint(batch_size => 1);
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 4}}]');
create temp table calls as select test.take_calls(2) as of;
select pgflow_http.start_step_task(test.worker_id(), test.delivery(0), 3600);
select pgflow_http.start_step_task(test.worker_id(), test.delivery(1), 3600);
select is(test.take_calls(9, test.answer(test.take_calls(1), '{"status": 500}')), '[]',
  'it pauses');
select test.stop_clock('2030-01-01 00:00:10Z');
select is(test.sizes(test.take_calls()), '1', 'and then gets one call');
select is(test.take_calls(), '[]', 'at a time');

select * from finish();
rollback;
