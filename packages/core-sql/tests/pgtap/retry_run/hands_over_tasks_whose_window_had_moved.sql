begin;
select plan(3);

select test.start('[{"slug": "a", "type": "each", "options": {"concurrency": 2}}, {"slug": "b"}]',
  '[1, 2, 3, 4]');
create temp table claims as
  select test.take('a', 0) as a0, test.take('a', 1) as a1, test.take('b') as b;
select pgflow_memo.settle_step_tasks(jsonb_build_array(a0, a1),
  jsonb_build_array(b || '{"error": {"final": true}}')) from claims;
select is(test.summary(), 'failed: a cancelled, b failed', 'one call completed two and failed one');
select pgflow.retry_run(test.run_id());
select is(test.deliveries('a'), 2, 'the next two tasks are delivered');
select test.complete('a', task_index => i) from generate_series(2, 3) as i;
select test.complete('b');
select is(test.summary(), 'completed: a completed, b completed', 'the run ends');

select * from finish();
rollback;
