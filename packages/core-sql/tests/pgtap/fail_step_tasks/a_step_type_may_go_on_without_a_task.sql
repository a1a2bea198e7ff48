begin;
select plan(3);

select test.start('[{"slug": "a", "type": "probe", "config": {"tasks": 2, "instead": "none"}}]');
select is(test.fail('a', 0), 'failed', 'the task fails');
select test.complete('a', '"some"', 1);
select is(test.summary(), 'completed: a completed', 'the step does not');
select is((test.state('a')).output, '["none", "some"]', 'with an output in its place');

select * from finish();
rollback;
