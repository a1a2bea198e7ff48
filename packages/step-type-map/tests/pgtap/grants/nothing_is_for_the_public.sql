begin;
select plan(1);

select is_empty($$
  select p.oid::regprocedure::text from pg_proc as p
  where p.pronamespace = 'pgflow_map'::regnamespace
    and (has_function_privilege('public', p.oid, 'execute') or p.prosecdef
      or not coalesce('search_path=""' = any (p.proconfig), false))
  union all
  select 'schema' where has_schema_privilege('public', 'pgflow_map', 'usage') $$,
  'and every function fixes its search_path and runs as its caller');

select * from finish();
rollback;
