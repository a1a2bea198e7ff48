begin;
select plan(4);

select lives_ok($$ select test.start('[{"slug": "a"},
  {"slug": "b", "type": "probe", "config": {"in": "start", "raise": "22012"}}]') $$, 'it is made');
select is(test.summary(), 'failed: a cancelled, b failed', 'the guilty step ends it');
select is((test.run()).error, '{"code": "PF201", "step": "b", "sqlstate": "22012",
  "raised_by": "step type \"probe\": pgflow_probe.handle_step_start",
  "message": "step type \"probe\": pgflow_probe.handle_step_start raised 22012: the probe raises"}',
  'named in the error');
select is(test.deliveries('a'), 0, 'the delivery of its neighbour is withdrawn');

select * from finish();
rollback;
