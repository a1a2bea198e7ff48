begin;
select plan(4);

select test.stop_clock('2030-01-01Z');
update pgflow_http.settings set transport = 'pg_net';
select test.at_endpoint();
select lives_ok($$
  select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]') $$,
  'the run starts');
select is(test.outbox(), 'waiting 2, sent 0, started 0', 'its tasks wait');
select is(pgflow_http.dispatch(), 0, 'also from the schedule');
select is((select last_error from pgflow_http.endpoints),
  'there is no secret "key" in Vault (PF112)', 'who looks sees why');

select * from finish();
rollback;
