begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select is((select array_agg((run_id, step_index, task_index)::text) from test.deliveries()),
  array[row(test.run_id(), 0, 0)::text], 'with its key');

select * from finish();
rollback;
