begin;
select plan(2);

select is((select (schema_name, capabilities)::text from pgflow.worker_backends),
  '(pgflow_http,"{""delivery"": ""push""}")', 'as the worker backend http');
select is((select array_agg(extname::text) from pg_extension where extname not in ('pgtap')),
  '{plpgsql}', 'and nothing else is needed');

select * from finish();
rollback;
