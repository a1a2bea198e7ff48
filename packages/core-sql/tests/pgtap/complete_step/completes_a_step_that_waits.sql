begin;
select plan(6);

select test.start('[{"slug": "a", "type": "probe", "config": {"tasks": 0, "decide": "wait"}},
  {"slug": "b", "after": ["a"]}]');
select is(test.summary(), 'started: a started, b created', 'it waits');
select is(pgflow.complete_step(test.run_id(), 'a', '"yes"'), true, 'it did');
select is(test.summary(), 'started: a completed, b started', 'its dependents start');
select is((select input from test.claim()), '{"a": "yes"}', 'with the output');
select is(pgflow.complete_step(test.run_id(), 'a', '"no"'), false, 'a second call changes nothing');
select is((test.state('a')).output, '"yes"', 'the first one won');

select * from finish();
rollback;
