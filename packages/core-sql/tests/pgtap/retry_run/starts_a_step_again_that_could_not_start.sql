begin;
select plan(2);

set local test.blocked = 'on';
select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"], "type": "each",
  "config": {"over": "a", "blocked": true}}]');
select test.complete('a', '[7]');
select is(test.summary(), 'failed: a completed, b failed', 'it could not start');
set local test.blocked = 'off';
select pgflow.retry_run(test.run_id());
select test.complete('b');
select is(test.summary(), 'completed: a completed, b completed',
  'the step that the failing call completed is counted');

select * from finish();
rollback;
