begin;
select plan(3);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
delete from pgflow.step_tasks where step_index = 1;
update pgflow.step_states set status = 'created', task_count = 0, remaining_tasks = 0,
  next_task_index = 0 where step_index = 1;
select is(pgflow.start_step(test.run_id(), 'b'), true, 'it did');
select is((test.state('b')).status, 'started', 'it runs');
select is((test.task('b')).status, 'queued', 'with its task');

select * from finish();
rollback;
