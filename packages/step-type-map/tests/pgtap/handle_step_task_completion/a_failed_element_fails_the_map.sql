begin;
select plan(3);

select test.start('[{"slug": "m", "type": "map"}, {"slug": "b", "after": ["m"]}]', '[1, 2, 3]');
create temp table claims as select to_jsonb(c) as of from test.claim() as c;
select pgflow.settle_step_tasks(
  (select jsonb_agg(of || '{"output": 1}') from claims where of ->> 'task_index' = '0'),
  (select jsonb_agg(of || '{"error": {"code": "E", "final": true}}')
    from claims where of ->> 'task_index' = '1'));
select is(test.summary(), 'failed: m failed, b cancelled', 'and its run');
select is((select array_agg(status order by task_index) from pgflow.step_tasks),
  '{completed, failed, cancelled}', 'what was done stays done');
select pgflow.retry_run(test.run_id());
select is((select array_agg(task_index order by task_index) from test.claim()), '{1, 2}',
  'a retry runs the others');

select * from finish();
rollback;
