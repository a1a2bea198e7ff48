begin;
select plan(2);

select is((select (schema_name, capabilities)::text from pgflow.worker_backends),
  '(pgflow_table,"{""delivery"": ""pull""}")', 'as the worker backend table');
select hasnt_schema('pgmq', 'and nothing else is needed');

select * from finish();
rollback;
