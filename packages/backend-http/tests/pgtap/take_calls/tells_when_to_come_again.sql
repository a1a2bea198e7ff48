begin;
select plan(4);

select is((pgflow_http.take_calls('[]', 9) ->> 'next_ms')::int, 15000, 'with nothing to do');
select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 1}}]');
select is((pgflow_http.take_calls('[]', 9) ->> 'next_ms')::int, 1000, 'with a call in flight');
select test.start('[{"slug": "a", "options": {"baseDelayMs": 400, "maxDelayMs": 400}}]');
select test.fails(test.take());
select ok((pgflow_http.take_calls('[]', 9) ->> 'next_ms')::int between 100 and 400,
  'with a retry that will be due');
select pgflow.cancel_run(run_id) from pgflow.runs;
select pgflow_http.set_endpoint('flow_a', 'http://functions.test/w', 'key', 'other');
select is((pgflow_http.take_calls('[]', 9) ->> 'next_ms')::int, 1000, 'with a worker to wake');

select * from finish();
rollback;
