begin;
select plan(1);

select is((select (schema_name, capabilities)::text from pgflow.worker_backends),
  '(pgflow_pgmq,"{""delivery"": ""pull""}")', 'as the worker backend pgmq');

select * from finish();
rollback;
