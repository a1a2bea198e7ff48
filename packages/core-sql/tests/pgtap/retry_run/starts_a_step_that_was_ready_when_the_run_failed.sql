begin;
select plan(3);

-- One settle completes a, which makes c ready, and hears that the type of b raises.
select test.start('[{"slug": "a"},
  {"slug": "b", "type": "probe", "config": {"in": "completion", "raise": "P0001"}},
  {"slug": "c", "after": ["a"]}]');
select pgflow_memo.settle_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c), '[]');
select is(test.summary(), 'failed: a completed, b failed, c cancelled', 'the run failed');
update pgflow.steps set config = '{}' where step_slug = 'b';
select pgflow.retry_run(test.run_id());
select is(test.summary(), 'started: a completed, b completed, c started', 'it goes on');
select is(test.broken(), '', 'and counts are right');

select * from finish();
rollback;
