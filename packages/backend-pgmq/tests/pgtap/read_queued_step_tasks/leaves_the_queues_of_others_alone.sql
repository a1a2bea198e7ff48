begin;
select plan(3);

select pgmq.create('users_own');
select pgmq.send('users_own', '{"theirs": true}');
select throws_ok($$ select pgflow_pgmq.read_queued_step_tasks(test.worker_id(),
  '{users_own}', 10, 30) $$, 'PF103', 'there is no queue "users_own"', 'no flow has it');
select is((select count(*)::int from test.messages('users_own')), 1, 'nothing is taken');
select throws_ok($$ select pgflow_pgmq.read_queued_step_tasks(test.worker_id(),
  '{no_such}', 10, 30) $$, 'PF103', 'there is no queue "no_such"', 'nor one that is not there');

select * from finish();
rollback;
