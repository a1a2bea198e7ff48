begin;
select plan(3);

create role pgflow_test_worker;
grant usage on schema pgflow_http, test to pgflow_test_worker;
grant execute on all functions in schema test to pgflow_test_worker;
do $$ begin
  execute (select string_agg(format('grant execute on function %s to pgflow_test_worker', p.oid
    ::regprocedure), ';') from pg_proc as p
    where p.pronamespace = 'pgflow_http'::regnamespace and p.prosecdef);
end $$;
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 4}}, {"slug": "b"}]');
create temp table brought as select unnest(test.receive(3)) as delivery;
create temp table run as select test.run_id() as run_id;
create temp table said (what text, claim jsonb);
grant all on run, said, brought to pgflow_test_worker;

set local role pgflow_test_worker;
insert into said select v.queue from pgflow_http.start_worker(test.worker_id(), 'w',
  '[{"slug": "flow_a", "steps": [{"slug": "a", "type": "many", "config": {"tasks": 4}},
    {"slug": "b"}]}]') as v;
insert into said select 'claim', to_jsonb(c) from pgflow_http.start_step_tasks(test.worker_id(),
  array(select delivery from brought), 30) as c;
insert into said select 'extend', to_jsonb(o) from pgflow_http.extend_step_tasks(test.worker_id(),
  (select jsonb_agg(claim) from said where what = 'claim'), 60) as o;
insert into said select 'complete', to_jsonb(o) from pgflow_http.complete_step_tasks(
  (select jsonb_agg(claim) from said where claim ->> 'outcome' = 'started'
    and claim ->> 'task_index' = '0')) as o;
insert into said select 'fail', to_jsonb(o) from pgflow_http.fail_step_tasks(
  (select jsonb_agg(claim) from said where claim ->> 'outcome' = 'started'
    and claim ->> 'task_index' = '1')) as o;
insert into said select 'release', to_jsonb(o) from pgflow_http.release_step_tasks(
  (select jsonb_agg(claim) from said where claim ->> 'outcome' = 'started'
    and claim ->> 'task_index' = '2')) as o;
insert into said select 'inputs', i.input
from pgflow_http.get_run_inputs(array(select run_id from run)) as i;
insert into said select 'again', to_jsonb(c) from pgflow_http.start_step_tasks(test.worker_id(),
  array(select delivery from brought), 30) as c;
insert into said select 'settle', to_jsonb(o) from pgflow_http.settle_step_tasks(
  (select jsonb_agg(claim || '{"output": 7}') from said where what = 'again'),
  (select jsonb_agg(claim || '{"error": {"code": "E"}}') from said where what = 'again')) as o;
insert into said select 'housekeep', pgflow_http.housekeep();
select pgflow_http.stop_worker(test.worker_id());
reset role;

select is(
  (select jsonb_object_agg(what, n) from (
    select what, count(*) as n from said where claim is not null group by what) as s),
  '{"claim": 3, "extend": 3, "complete": 1, "fail": 1, "release": 1, "housekeep": 1, "inputs": 1,
    "again": 1, "settle": 1}', 'each call of the API does its work');
select is((select array_agg(claim ->> 'outcome' order by what) from said
  where what in ('complete', 'fail', 'release')), '{completed, retry, ok}', 'with its answer');
select is((select count(*)::int from pgflow.step_tasks where status = 'completed'), 2, 'settled');

select * from finish();
rollback;
