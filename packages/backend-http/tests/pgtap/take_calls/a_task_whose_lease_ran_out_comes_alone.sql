begin;
select plan(3);

select test.stop_clock('2030-01-01Z');
select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 4}}]');
select test.take();
select test.stop_clock('2030-01-01 00:00:31Z');
select is(pgflow_http.retry_stale_step_tasks(), 1, 'is found');
select is(test.sizes(test.take_calls()), '1 3', 'and sent alone');
select is((select array_agg(attempt) from pgflow_http.start_step_tasks(
  test.worker_id(), array[test.delivery(0)], 30)), '{2}', 'as another attempt');

select * from finish();
rollback;
