begin;
select plan(1);

update pgflow_http.settings set transport = 'pg_net';
select throws_ok($$ select pgflow_http.take_calls('[]', 1) $$, 'PF114',
  'pg_net makes the calls in this database', 'two would not do');

select * from finish();
rollback;
