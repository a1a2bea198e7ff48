begin;
select plan(14);

create role pgflow_test_only;
grant usage on schema pgflow_pgmq to pgflow_test_only;
do $$ begin
  execute (select string_agg(format('grant execute on function %s to pgflow_test_only', p.oid
    ::regprocedure), ';') from pg_proc as p
    where p.pronamespace = 'pgflow_pgmq'::regnamespace and p.prosecdef);
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
  'select * from pgflow.runs', 'select * from pgflow_pgmq.dead_letters',
  'select * from pgflow_pgmq.settings', 'select * from pgflow_pgmq.queues',
  'delete from pgflow_pgmq.dead_letters', 'select * from pgmq.meta',
  'select pgflow.start_flow(''flow_a'')', 'select pgflow.cancel_run(null)',
  'select pgflow_pgmq.prepare_queues(''{x}'')', 'select pgflow_pgmq.enqueue_step_tasks(''{}'')',
  'select pgflow_pgmq.cancel_step_tasks(''{}'')', 'select pgflow_pgmq._settle(''[]'', ''[]'')',
  'select pgflow_pgmq._drop_deliveries(''{}'')', 'create table pgflow_pgmq.mine ()']) as s;
reset role;
select is(code, '42501', statement) from said;

select * from finish();
rollback;
