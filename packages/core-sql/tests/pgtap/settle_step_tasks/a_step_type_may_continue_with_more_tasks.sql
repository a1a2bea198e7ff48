begin;
select plan(4);

select test.start('[{"slug": "a", "type": "probe", "config": {"until": 3}}]');
select is(test.complete('a', '"x"', 0), 'completed', 'the first');
select is(test.summary(), 'started: a started', 'it goes on');
select is((select input from test.claim()), '1', 'with a task that it asked for');
select test.completes(jsonb_build_object('run_id', test.run_id(), 'step_index', 0,
  'task_index', 1, 'claim_no', 1, 'delivery', null), '"y"');
select test.complete('a', '"z"', 2);
select is((test.state('a')).output, '["x", "y", "z"]', 'until it has what it wants');

select * from finish();
rollback;
