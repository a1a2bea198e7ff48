begin;
select plan(2);

select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select test.take_calls(9, test.answer(test.take_calls(),
  '{"status": 202, "body": "{\"accepted\":2}"}'));
select is(test.outbox(), 'waiting 0, sent 2, started 0', 'its tasks may still be started');
select is((select failures from pgflow_http.endpoints), 0, 'the endpoint is in order');

select * from finish();
rollback;
