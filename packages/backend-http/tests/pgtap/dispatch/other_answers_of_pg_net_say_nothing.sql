begin;
select plan(2);

create schema net;
create table net._http_response (id bigint, status_code integer, content text, headers jsonb,
  error_msg text);
select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 1}}]');
select test.take_calls();
insert into net._http_response select call_id, 500 from pgflow_http.deliveries;
select is(pgflow_http.retry_stale_step_tasks(), 0, 'where the dispatcher makes the calls');
select ok(call_id < 0, 'whose calls have numbers of their own') from pgflow_http.deliveries;

select * from finish();
rollback;
