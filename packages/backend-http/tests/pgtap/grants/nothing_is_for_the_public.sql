begin;
select plan(1);

select is_empty($$
  select p.oid::regprocedure::text from pg_proc as p
  where p.pronamespace = 'pgflow_http'::regnamespace
    and has_function_privilege('public', p.oid, 'execute')
  union all
  select c.oid::regclass::text from pg_class as c
  where c.relnamespace = 'pgflow_http'::regnamespace and c.relkind = 'r'
    and (has_table_privilege('public', c.oid, 'select') or not c.relrowsecurity)
  union all
  select 'schema' where has_schema_privilege('public', 'pgflow_http', 'usage') $$,
  'neither function nor table nor schema, and row level security is on');

select * from finish();
rollback;
