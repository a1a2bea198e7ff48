begin;
select plan(2);

select test.start('[{"slug": "a", "type": "each"}]', '[1, 2]');
create temp table claim as select test.take('a') as of;
select is(array_agg(o.outcome), '{completed}', 'one answer')
from claim, pgflow.complete_step_tasks(jsonb_build_array(of, of)) as o;
select is((test.state('a')).remaining_tasks, 1, 'counted once');

select * from finish();
rollback;
