begin;
select plan(4);

select test.stop_clock('2030-01-01Z');
select test.at_endpoint(batch_size => 1);
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 20}}]');
select test.take_calls(9, (select jsonb_agg(jsonb_build_object('call_id', c -> 'call_id',
  'error', 'down')) from jsonb_array_elements(test.take_calls()) as c));
select is((select (failures, paused_until)::text from pgflow_http.endpoints),
  '(1,"2030-01-01 00:00:01+00")', 'calls that fail together are one failure');
select test.stop_clock('2030-01-01 00:01:00Z');
select is(test.sizes(test.take_calls()), '1', 'one, to see whether it is back');
select count(*) from pgflow_http.start_step_tasks(test.worker_id(), array(
  select (pgflow_http._as_delivery(d, null)).delivery from pgflow_http.deliveries as d
  where d.call_id is not null), 30);
select is((select (failures, last_error)::text from pgflow_http.endpoints), '(0,)', 'it is');
select is(test.sizes(test.take_calls()), '1 1 1 1 1 1 1 1 1', 'so it gets the others');

select * from finish();
rollback;
