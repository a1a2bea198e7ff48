begin;
select plan(1);

select throws_ok($$ select pgflow_table.read_queued_step_tasks(test.worker_id(),
  '{no_such}', 10, 30) $$, 'PF103', 'there is no queue "no_such"', 'no flow has it');

select * from finish();
rollback;
