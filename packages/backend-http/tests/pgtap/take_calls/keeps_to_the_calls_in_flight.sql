begin;
select plan(6);

select test.at_endpoint(batch_size => 2, max_calls => 2);
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 10}}]');
select is(test.sizes(test.take_calls()), '2 2', 'as many calls as the endpoint takes');
create temp table claims as
select c.* from pgflow_http.start_step_tasks(
  test.worker_id(), array[test.delivery(0), test.delivery(1)], 30) as c;
select is(test.take_calls(), '[]', 'also when their tasks have started');
select test.completes(to_jsonb(c)) from claims as c where task_index = 0;
select is(test.take_calls(), '[]', 'until the last one of a call');
select test.completes(to_jsonb(c)) from claims as c where task_index = 1;
select is(test.sizes(test.take_calls()), '2', 'is settled');
select is(test.take_calls(1), '[]', 'and then not before the next');
select is(test.outbox(), 'waiting 4, sent 4, started 0', 'the others wait');

select * from finish();
rollback;
