begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select is(o.outcome, 'completed', 'the short form of a settle')
from pgflow.complete_step_tasks(jsonb_build_array(test.take('a') || '{"output": 1}')) as o;
select is(test.summary(), 'completed: a completed', 'with all that follows');

select * from finish();
rollback;
