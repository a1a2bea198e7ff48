begin;
select plan(2);

select test.start('[{"slug": "a"}]');
create temp table claim as select test.take('a') as of;
select is(array_agg(o.outcome), '{completed, stale}', 'the failure comes too late')
from claim, pgflow.settle_step_tasks(jsonb_build_array(of), jsonb_build_array(of)) as o;
select is(test.summary(), 'completed: a completed', 'the run ends once');

select * from finish();
rollback;
