begin;
select plan(1);

create function pg_temp.flaws() returns setof text language plpgsql as $$
begin
  if exists (select from pg_available_extensions where name = 'plpgsql_check') then
    create extension if not exists plpgsql_check;
    return query execute $sql$
      select p.oid::regprocedure || ': ' || c.message
      from pg_proc as p
      join pg_language as l on l.oid = p.prolang and l.lanname = 'plpgsql'
      cross join lateral plpgsql_check_function_tb(p.oid) as c
      where p.pronamespace = 'pgflow_http'::regnamespace and c.level = 'error' $sql$;
  end if;
end $$;
select is_empty('select pg_temp.flaws()', 'no error in any');

select * from finish();
rollback;
