begin;
select plan(19);

create role pgflow_test_only;
grant usage on schema pgflow_http to pgflow_test_only;
do $$ begin
  execute (select string_agg(format('grant execute on function %s to pgflow_test_only', p.oid
    ::regprocedure), ';') from pg_proc as p
    where p.pronamespace = 'pgflow_http'::regnamespace and p.prosecdef);
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
  'select * from pgflow.runs', 'select * from pgflow_http.deliveries',
  'select * from pgflow_http.settings', 'select * from pgflow_http.queues',
  'delete from pgflow_http.deliveries',
  'select pgflow.start_flow(''flow_a'')', 'select pgflow.cancel_run(null)',
  'select pgflow_http.prepare_queues(''{x}'')', 'select pgflow_http.enqueue_step_tasks(''{}'')',
  'select pgflow_http.cancel_step_tasks(''{}'')', 'select pgflow_http._settle(''[]'', ''[]'')',
  'select pgflow_http._drop_deliveries(''{}'')', 'select pgflow_http._announce(''{}'')',
  'select pgflow_http.set_endpoint(''flow_a'', ''http://x'', ''key'')',
  'select pgflow_http.call_edgefn(''http://x'', ''{}'')', 'select * from pgflow_http.endpoints',
  'select * from pgflow_http.calls', 'select pgflow_http._secret(''key'')',
  'create table pgflow_http.mine ()']) as s;
reset role;
select is(code, '42501', statement) from said;

select * from finish();
rollback;
