begin;
select plan(1);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
select pgflow_table.enqueue_step_task(test.queued(2, pgflow._now() - interval '1 hour'));
select is((test.take() ->> 'task_index')::int, 2, 'and not the first that was made');

select * from finish();
rollback;
