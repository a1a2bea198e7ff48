begin;
select plan(3);

select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select is(pgflow_http.dispatch(), 0, 'a schedule that goes on');
select is(test.outbox(), 'waiting 2, sent 0, started 0', 'sends nothing');
update pgflow_http.settings set transport = 'pg_net';
create or replace function pgflow_http.call_edgefn(url text, payload jsonb) returns bigint
language sql as 'select 7::bigint';
select is(pgflow_http.dispatch(), 1, 'it does where pg_net makes the calls');

select * from finish();
rollback;
