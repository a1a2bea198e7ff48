begin;
select plan(3);

create temp table called (url text, payload jsonb);
create or replace function pgflow_http.call_edgefn(url text, payload jsonb) returns bigint
language sql as $$ insert into called values (url, payload) returning 7 $$;
update pgflow_http.settings set transport = 'pg_net';
select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
set constraints all immediate;
select is((select array_agg(url) from called), '{http://functions.test/a}', 'all calls go by it');
select is((select payload -> 'deliveries' ->> 1 from called), test.delivery(1), 'with all of them');
select is(test.outbox(), 'waiting 0, sent 2, started 0', 'and count as sent');

select * from finish();
rollback;
