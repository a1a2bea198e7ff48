begin;
select plan(4);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
create temp table claim as select test.take('a') as a, test.take('b') as b;
select is(array_agg(o.outcome), '{completed, failed}', 'both count')
from claim, pgflow_memo.settle_step_tasks(jsonb_build_array(a || '{"output": 1}'),
  jsonb_build_array(b || '{"error": {"code": "E", "final": true}}')) as o;
select is((test.task('a')).status, 'completed', 'the result is kept');
select pgflow.retry_run(test.run_id());
select is(test.summary(), 'started: a completed, b started', 'so a retry does not run it again');
select test.complete('b');
select is(test.summary(), 'completed: a completed, b completed', 'and the run ends');

select * from finish();
rollback;
