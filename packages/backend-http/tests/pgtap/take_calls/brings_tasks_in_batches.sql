begin;
select plan(5);

select test.at_endpoint(batch_size => 4);
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 10}}]');
create temp table got as select test.take_calls() as calls;
select is(test.sizes(calls), '4 4 2', 'as large as they may be') from got;
select is((calls -> 0) - 'call_id' - 'body', '{"url": "http://functions.test/a", "secret_name":
  "key", "timeout_ms": 30000}', 'to the endpoint of the flow') from got;
select is((calls -> 0 ->> 'body')::jsonb, jsonb_build_object('queue', test.queue(), 'deliveries',
  jsonb_build_array(test.delivery(0), test.delivery(1), test.delivery(2), test.delivery(3))),
  'the body names tasks, in their order, and nothing else') from got;
select is(test.outbox(), 'waiting 0, sent 10, started 0', 'all are under way');
select is(test.take_calls(), '[]', 'once');

select * from finish();
rollback;
