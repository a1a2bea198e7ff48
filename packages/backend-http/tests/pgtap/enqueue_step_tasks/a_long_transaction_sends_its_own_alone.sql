begin;
select plan(3);

create or replace function pgflow_http.call_edgefn(url text, payload jsonb) returns bigint
language sql as $$ select nextval('pgflow_http.calls_call_id_seq') $$;
select test.at_endpoint(max_calls => 2);
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
update pgflow_http.settings set transport = 'pg_net';
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
select is((select array_agg(distinct run_id) from pgflow_http.deliveries where call_id is not null),
  array[test.run_id()], 'not what waits of another run');
select pgflow.cancel_run(test.run_id());
select is(test.outbox(), 'waiting 3, sent 0, started 0', 'also where it makes room');
select is(pgflow_http.dispatch(), 1, 'the schedule does');

select * from finish();
rollback;
