begin;
select plan(3);

select test.start('[{"slug": "a", "type": "each"}, {"slug": "b", "after": ["a"]}]', '[1, 2, 3]');
select test.complete('a', task_index => 0);
select test.fail('a', 1);
select is((select array_agg(status order by task_index) from pgflow.step_tasks),
  '{completed, failed, cancelled}', 'what was done stays');
select is(test.summary(), 'failed: a failed, b cancelled', 'the step and its run fail');
select is((test.run()).error ->> 'task_index', '1', 'the task is named');

select * from finish();
rollback;
