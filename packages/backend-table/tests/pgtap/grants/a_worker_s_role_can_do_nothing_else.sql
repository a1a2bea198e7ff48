begin;
select plan(15);

create role pgflow_test_only;
grant usage on schema pgflow_table to pgflow_test_only;
do $$ begin
  execute (select string_agg(format('grant execute on function %s to pgflow_test_only', p.oid
    ::regprocedure), ';') from pg_proc as p
    where p.pronamespace = 'pgflow_table'::regnamespace and p.prosecdef);
end $$;
create temp table said (statement text, code text);
grant all on said to pgflow_test_only;
create function pg_temp.attempt(statement text) returns void language plpgsql as $$
begin
  execute statement;
  insert into said values (statement, null);
exception when others then
  insert into said values (statement, sqlstate);
end $$;
set local role pgflow_test_only;
select pg_temp.attempt(s) from unnest(array[
  'select * from pgflow.runs', 'select * from pgflow_table.deliveries',
  'select * from pgflow_table.settings', 'select * from pgflow_table.queues',
  'delete from pgflow_table.deliveries',
  'select pgflow.start_flow(''flow_a'')', 'select pgflow.cancel_run(null)',
  'select pgflow_table.prepare_queues(''{x}'')', 'select pgflow_table.enqueue_step_tasks(''{}'')',
  'select pgflow_table.cancel_step_tasks(''{}'')', 'select pgflow_table._settle(''[]'', ''[]'')',
  'select pgflow_table._drop_deliveries(''{}'')', 'select pgflow_table._wake(''{}'')',
  'select pgflow_table._lease_due(1, null, null, null, 1)',
  'create table pgflow_table.mine ()']) as s;
reset role;
select is(code, '42501', statement) from said;

select * from finish();
rollback;
