begin;
select plan(3);

select test.define('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
create temp table started as
  select pgflow.start_flow('flow_a') as run_id from generate_series(1, 20);
select pgflow_memo.complete_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c));
select is((select count(*)::int from pgflow.step_tasks where step_index = 1), 20, 'all go on');
select pgflow_memo.complete_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c));
select is((select count(*)::int from pgflow.runs where status = 'completed'), 20, 'all end');
select is((select count(*)::int from pgflow_memo.deliveries), 0, 'no delivery is left');

select * from finish();
rollback;
