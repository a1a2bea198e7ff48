begin;
select plan(6);

select test.start('[
  {"slug": "whole", "type": "probe", "config": {"instead": "none"}},
  {"slug": "part", "type": "probe", "config": {"tasks": 2, "instead": "none", "decide": "fail"}}]');
select test.fail('whole');
select test.fail('part', 0);
select test.complete('part', '"some"', 1);
select is(test.summary(), 'failed: whole completed, part failed', 'a step fails over its outputs');
select pgflow.retry_run(test.run_id());
select is((test.task('part', 0)).status, 'queued', 'what failed is tried again');
select is((test.task('part', 0)).output, null, 'and has no output in its place any more');
select is((test.task('part', 1)).output, '"some"', 'what was done stays');
select is((test.task('whole')).output, '"none"', 'and so does a step that was completed');
select test.complete('part', '"found"', 0);
select is((test.task('part', 0)).output, '"found"', 'the output is that of the new attempt');

select * from finish();
rollback;
