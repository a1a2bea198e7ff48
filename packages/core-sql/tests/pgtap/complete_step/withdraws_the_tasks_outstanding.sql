begin;
select plan(5);

select test.start('[{"slug": "a", "type": "each", "options": {"concurrency": 2}}]', '[1, 2, 3]');
create temp table claim as select test.take('a', 1) as of;
select is(pgflow.complete_step(test.run_id(), 'a', '"enough"'), true, 'it did');
select is(test.summary(), 'completed: a completed', 'the run ends');
select is((select array_agg(distinct status) from pgflow.step_tasks), '{cancelled}', 'all tasks');
select is(test.deliveries('a'), 0, 'and all deliveries');
select is(test.completes(of), 'stale', 'a worker that is at one comes too late') from claim;

select * from finish();
rollback;
