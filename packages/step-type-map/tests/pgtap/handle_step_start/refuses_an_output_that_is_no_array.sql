begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "m", "type": "map", "after": ["a"],
  "config": {"over": "a"}}]');
select test.work('{"length": 3}');
select is(test.summary(), 'failed: a completed, m failed', 'the step and its run fail');
select is((pgflow.get_run(test.run_id()) -> 'error'), '{"code": "PF210", "step": "m", "message":
  "step \"m\" maps over the output of \"a\", which is not an array but object",
  "raised_by": "step type \"map\": pgflow_map.handle_step_start"}', 'and say why');

select * from finish();
rollback;
